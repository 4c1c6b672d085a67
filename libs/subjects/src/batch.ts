import { seeBatch } from '@goufu/access';
import {
  batchRefusals,
  deadlinesBatch,
  decideBatch,
  evolveBatch,
  initialBatch,
  progressBatch,
  type BatchCommand,
  type BatchEvent,
  type BatchState,
} from '@goufu/domain';
import type { Kind } from '@goufu/engine';

/** One idempotent command for each of many cases. Nothing follows it in Temporal: it is always due until it is done. */
export const batch: Kind<BatchState, BatchCommand, BatchEvent> = {
  kind: 'batch',
  lifecycle: null,
  initial: initialBatch,
  commands: { beginBatch: { by: 'system', creates: true }, continueBatch: { by: 'system' } },
  refusals: batchRefusals,
  touches: () => ({}),
  needs: () => ({}),
  gate: () => null,
  decide: decideBatch,
  evolve: evolveBatch,
  progress: progressBatch,
  deadlines: deadlinesBatch,
  tasks: () => [],
  view: seeBatch,
};
