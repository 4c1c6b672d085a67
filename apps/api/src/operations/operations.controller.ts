import { mayOperate } from '@goufu/access';
import type { Operations, Stuck } from '@goufu/persistence';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { countInWords, countSchema } from '../cases/answers.js';
import { DOOR, type Door } from '../door.js';
import { problem, ProblemError } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import { actingOf } from '../identity/acting.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';
import { UNCOUNTED } from './metrics.js';

const moment = z.string().meta({ format: 'date-time' });
const words = z.object({ zh: z.string(), en: z.string() });
const caseId = z.object({ id: z.string(), href: z.string().nullable() });
const stuck = z
  .object({
    case: caseId,
    what: z.enum(['due', 'between-stages', 'outbox', 'effect', 'workflow']),
    says: words,
    detail: z.string().nullable().meta({ description: '已知的编号和原因 what is known beyond the kind: a key, a cause' }),
    seconds: z.int().meta({ description: '已停滞的秒数 for how long' }),
    remedy: words.meta({ description: '处置办法 what to do' }),
  })
  .meta({ id: 'Stuck' });
const waiting = z.object({ count: countSchema, oldestSeconds: z.int() }).meta({ id: 'Waiting' });
const unknownEffect = z
  .object({ case: caseId, key: z.string(), kind: z.string(), seconds: z.int(), attempts: z.int(), error: z.string().nullable() })
  .meta({ id: 'UnknownEffect' });
const batch = z.object({ case: caseId, for: caseId, total: z.int(), given: z.int(), seconds: z.int() }).meta({ id: 'RunningBatch' });
const versions = z
  .object({
    release: z.string(),
    schema: z.object({ version: z.string(), newer: z.array(z.string()), missing: z.array(z.string()) }),
    packs: z.array(z.object({ jurisdiction: z.string(), hash: z.string() })),
    calendar: z.string(),
    kinds: z.record(z.string(), z.object({ fold: z.string(), lifecycle: z.int().nullable() })),
  })
  .meta({ id: 'Versions' });
const running = z
  .object({ process: z.enum(['api', 'worker']), release: z.string(), place: z.string(), since: moment, connections: z.int() })
  .meta({ id: 'RunningProcess' });
const page = z
  .object({
    now: moment,
    held: z.boolean().meta({ description: '恢复备份后等待核对 waits for the reconciliation after a restore' }),
    stuck: z.array(stuck),
    overdue: waiting,
    outbox: waiting,
    effects: waiting,
    unknown: z.array(unknownEffect),
    batches: z.array(batch),
    openCases: countSchema,
    versions,
    temporal: z.object({ reachable: z.boolean(), namespace: z.string() }),
    processes: z.array(running).meta({ description: '此刻与数据库相连的进程 processes that are connected to the database now' }),
    capacity: z.object({
      connections: z.object({ used: z.int(), most: z.int() }),
      databaseMiB: z.int(),
      filesFreeMiB: z.int().nullable(),
    }),
  })
  .meta({ id: 'Operations' });

const MIB = 1_048_576;

@ApiTags('operations 运行')
@ApiBearerAuth()
@Controller('v1/operations')
export class OperationsController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get()
  @ApiOperation({
    operationId: 'operations.show',
    summary:
      '本业务域的停滞事项及处置办法、积压、批处理、版本和容量 what is stuck in your realm and what to do, what waits, batches, versions, capacity',
  })
  @ApiHeader({ name: 'Acting-Post', required: false })
  @Returns(200, page)
  async show(@Req() request: Request) {
    const acting = await actingOf(this.door, request);
    const refused = mayOperate('viewOperations', acting.post?.roles ?? []);
    if (refused) throw new ProblemError(refused);
    const [found, reachable, free] = await Promise.all([
      this.door.views.operations.of(acting.realm, UNCOUNTED),
      this.door.running.temporalAnswers(),
      this.door.files.freeBytes(),
    ]);
    if (!found) throw problem('identity.unknown_realm');
    return toWire({
      now: found.now,
      held: found.held,
      stuck: found.stuck.map((one) => this.stuck(one)),
      overdue: this.waiting(found.overdue),
      outbox: this.waiting(found.outbox),
      effects: this.waiting(found.effects),
      unknown: found.unknown.map(({ caseId: id, seconds, ...one }) => ({ ...one, case: this.caseOf(id), seconds: Math.round(seconds) })),
      batches: found.batches.map(({ caseId: id, owner, seconds, ...one }) => ({
        ...one,
        case: this.caseOf(id),
        for: this.caseOf(owner),
        seconds: Math.round(seconds),
      })),
      openCases: countInWords(found.openCases),
      versions: this.versions(found),
      temporal: { reachable, namespace: this.door.running.namespace },
      processes: found.processes,
      capacity: {
        connections: found.connections,
        databaseMiB: Math.round(found.databaseBytes / MIB),
        filesFreeMiB: free === null ? null : Math.round(free / MIB),
      },
    });
  }

  private caseOf(id: string) {
    return { id, href: this.door.routes.href(id) };
  }
  private waiting({ count, oldestSeconds }: Operations['outbox']) {
    return { count: countInWords(count), oldestSeconds: Math.max(0, Math.round(oldestSeconds)) };
  }
  private stuck({ caseId: id, what, says, detail, sinceMs, remedy }: Stuck) {
    return { case: this.caseOf(id), what, says, detail, seconds: Math.round(sinceMs / 1000), remedy };
  }

  private versions({ schema }: Operations) {
    const { running: ours, registry } = this.door;
    return {
      release: ours.release,
      schema,
      packs: ours.packs(),
      calendar: ours.calendar,
      kinds: Object.fromEntries(
        registry.kinds.map((kind) => {
          const { fold, lifecycle } = registry.of(kind);
          return [kind, { fold, lifecycle }];
        }),
      ),
    };
  }
}
