import type { HintedLabel } from '../label.js';
import { answerFields } from './answers.js';
import { approvalFields } from './approval.js';
import { deliveryFields } from './delivery.js';
import { generalFields } from './general.js';
import { gathered, lookedUp } from '../lookup.js';
import { moneyFields } from './money.js';
import { organisationFields } from './organisations.js';
import { planningFields } from './planning.js';
import { evaluationFields, tenderFields } from './tender.js';

/** Every label of a field: by its name, by `parent.name` and by `command:name` where a name means something else there. */
export const fieldLabels: ReadonlyMap<string, HintedLabel> = gathered<HintedLabel>(
  generalFields,
  approvalFields,
  organisationFields,
  planningFields,
  tenderFields,
  evaluationFields,
  deliveryFields,
  moneyFields,
  answerFields,
);

/**
 * The label of a place in a form or in a view: `path` from the outside in, without or with indices of lists; `command` where it is a form's
 * (`submitPlan` or `purchase.submitPlan`). For views the path may begin with the kind or the name of the answer (`disbursement`, `Task`).
 * Null: a name that people chose, such as the id of an item.
 */
export const fieldLabel = (path: readonly string[], command?: string): HintedLabel | null => lookedUp(fieldLabels, path, command);
