import type { TemporalPlace } from '@goufu/config';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** How long Temporal shows a workflow that has ended. The record itself is PostgreSQL's, and stays. */
const RETENTION = '90 days';
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;
const codeOf = (error: unknown): number | undefined => (error as { code?: number }).code;

/** Sees to it that the namespace is there and can be used; throws while the server does not answer. */
export const ensureNamespace = async ({ address, namespace, tls }: Pick<TemporalPlace, 'address' | 'namespace' | 'tls'>): Promise<void> => {
  const connection = Connection.lazy({ address, tls: tls ?? null, connectTimeout: '2s' });
  const service = connection.workflowService;
  const within = <T>(call: () => Promise<T>): Promise<T> => connection.withDeadline(Date.now() + 3_000, call);
  try {
    try {
      await within(() => service.describeNamespace({ namespace }));
    } catch (error) {
      if (codeOf(error) !== NOT_FOUND) throw error;
      const registration = { namespace, workflowExecutionRetentionPeriod: msToTs(RETENTION) };
      await within(() => service.registerNamespace(registration)).catch((failure: unknown) => {
        if (codeOf(failure) !== ALREADY_EXISTS) throw failure;
      });
    }
    // the namespace is usable only once visibility knows it too
    await within(() => service.listWorkflowExecutions({ namespace, pageSize: 1 }));
  } finally {
    await connection.close().catch(() => undefined);
  }
};
