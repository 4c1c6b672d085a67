import { ANSWERED, EFFECT_WORKFLOW, effectWorkflowIdOf, MOVED, workflowIdOf, workflowTypeOf } from '@goufu/messages';
import type { CaseRef, EffectRef } from '@goufu/messages';
import type { TemporalPlace } from '@goufu/config';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';

export interface LifecycleClientOptions {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly tls?: TemporalPlace['tls'];
  /** For each call: a dead server is an error after this, never an endless wait. */
  readonly deadlineMs?: number;
}

type Page = Awaited<ReturnType<Connection['workflowService']['listWorkflowExecutions']>>;

/** What travels is this and nothing that the caller holds besides. */
const caseRef = ({ realm, caseId }: CaseRef): CaseRef => ({ realm, caseId });

/** Starts, tells and ends workflows. Connects when first used, so that a process starts without Temporal. */
export class LifecycleClient {
  private readonly connection: Connection;
  private readonly client: Client;
  private readonly deadlineMs: number;

  constructor(private readonly options: LifecycleClientOptions) {
    this.deadlineMs = options.deadlineMs ?? 5_000;
    this.connection = Connection.lazy({ address: options.address, tls: options.tls ?? null, connectTimeout: this.deadlineMs });
    this.client = new Client({ connection: this.connection, namespace: options.namespace });
  }

  private within<T>(call: () => Promise<T>): Promise<T> {
    return this.connection.withDeadline(Date.now() + this.deadlineMs, call);
  }

  /** Tells the case's workflow of a version, and the request behind it; begins it where none runs. */
  async moved(of: CaseRef, version: number, requestId: string | null = null): Promise<void> {
    await this.within(() =>
      this.client.workflow.signalWithStart(workflowTypeOf(of.caseId), {
        workflowId: workflowIdOf(of),
        taskQueue: this.options.taskQueue,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        args: [caseRef(of)],
        signal: MOVED,
        signalArgs: [version, ...(requestId === null ? [] : [requestId])],
      }),
    );
  }

  /** Tells a running workflow of a version and begins none: what a closed case needs at most. */
  async told(of: CaseRef, version: number): Promise<void> {
    await this.unlessGone(() => this.client.workflow.getHandle(workflowIdOf(of)).signal(MOVED, version));
  }

  /** Begins the case's workflow anew from Postgres, ending a running one in the same call. */
  async restart(of: CaseRef): Promise<void> {
    await this.within(() =>
      this.client.workflow.start(workflowTypeOf(of.caseId), {
        workflowId: workflowIdOf(of),
        taskQueue: this.options.taskQueue,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        args: [caseRef(of)],
      }),
    );
  }

  /** Begins the workflow of an effect; where it runs already, nothing happens. */
  async startEffect(of: EffectRef, requestId: string | null = null): Promise<void> {
    await this.within(() =>
      this.client.workflow.start(EFFECT_WORKFLOW, {
        workflowId: effectWorkflowIdOf(of),
        taskQueue: this.options.taskQueue,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [{ realm: of.realm, key: of.key }],
        ...(requestId === null ? {} : { memo: { requestId } }),
      }),
    );
  }

  /** The outside may have an answer: the effect's workflow, if it runs, asks now. */
  async answered(of: EffectRef): Promise<void> {
    await this.unlessGone(() => this.client.workflow.getHandle(effectWorkflowIdOf(of)).signal(ANSWERED));
  }

  /** Ends a workflow; one that does not run is left as it is. */
  async end(workflowId: string, reason: string): Promise<void> {
    await this.unlessGone(async () => {
      await this.client.workflow.getHandle(workflowId).terminate(reason);
    });
  }

  /** Ids of all running workflows, page by page. */
  async *running(): AsyncGenerator<readonly string[]> {
    let next: Page['nextPageToken'] = new Uint8Array();
    do {
      const page: Page = await this.pageAfter(next);
      yield page.executions.flatMap(({ execution }) => (execution?.workflowId ? [execution.workflowId] : []));
      next = page.nextPageToken;
    } while (next.length > 0);
  }

  private pageAfter(nextPageToken: Page['nextPageToken']): Promise<Page> {
    const { namespace, taskQueue } = this.options;
    const query = `ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
    return this.within(() => this.connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1000, nextPageToken, query }));
  }

  /** Whether the server answers for our namespace, and soon enough. */
  async answers(withinMs = this.deadlineMs): Promise<boolean> {
    try {
      const { namespace } = this.options;
      await this.connection.withDeadline(Date.now() + withinMs, () => this.connection.workflowService.describeNamespace({ namespace }));
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async unlessGone(call: () => Promise<void>): Promise<void> {
    try {
      await this.within(call);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
