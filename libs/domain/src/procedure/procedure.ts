import type { Rules } from '../kernel/rules.js';

/** How suppliers come to a purchase: by public notice, drawn from a library, recommended in writing, one named alone, or those left of a tender that failed. */
type WayIn = 'notice' | 'library' | 'recommended' | 'named' | 'survivors';

/**
 * The course of a method as the pack states it (`procedure.<method>`): data, so that a method differs from another by its row and by nothing else.
 * A member that ends in `Rule` names the rule that holds the figure.
 */
export interface Procedure {
  readonly bidders: readonly WayIn[];
  /** `closed`: prices are not read out, and who answered is nobody's business before the result. */
  readonly reading: 'public' | 'closed';
  /** `each-supplier`: the panel talks with one supplier after the other, may change what is needed, and asks all of them for a final quote. */
  readonly talks: 'none' | 'each-supplier';
  /** What the order goes by: scores, or the final quote alone. */
  readonly ranking: 'score' | 'price';
  readonly noticeRule: string;
  readonly documentsRule: string;
  readonly bidTimeRule: string;
  readonly clarificationRule: string;
  readonly openingMinRule: string;
  readonly qualifiedMinRule: string;
  readonly compliantMinRule: string;
  /** What the law asks for where no exception holds; absent: there is none. */
  readonly usualMinRule?: string;
  readonly quotesMinRule?: string;
  /** Whom the panel meets, and how. */
  readonly meetingRule?: string;
  /** What the panel may change in the talks. */
  readonly changeRule?: string;
  /** What becomes of a supplier without a final quote in time. */
  readonly absentQuoteRule?: string;
  readonly leaveRule?: string;
  readonly bondRule?: string;
  readonly panelSizeRule: string;
  readonly panelSizeLargeRule: string;
  readonly expertShareRule: string;
  readonly priceWeightMinRule?: string;
  readonly priceWeightMaxRule?: string;
  readonly rankRule: string;
  readonly rereviewRule?: string;
  readonly rereviewElse?: string;
  readonly candidatesRule?: string;
  readonly reportRule: string;
  readonly decideRule: string;
  readonly resultNoticeRule: string;
  readonly signRule: string;
  /** What people call things in this procedure. */
  readonly wordsRule: string;
}
/** The members that name a rule. */
export type ProcedureRule = Extract<keyof Procedure, `${string}Rule`>;

/** What of a procedure a case remembers with its notice: it decides what everybody may see and do from there on. */
export interface Course {
  readonly method: string;
  readonly reading: Procedure['reading'];
  readonly talks: Procedure['talks'];
  readonly ranking: Procedure['ranking'];
}
/** Purchases announced before the course was recorded were open tenders. */
export const openTender: Course = { method: 'open-tender', reading: 'public', talks: 'none', ranking: 'score' };

/** The id of a method's procedure. */
export const procedureId = (method: string): string => `procedure.${method}`;

/** The procedure of a method in the rules given; empty where the pack has none. */
export const procedureIn = (rules: Pick<Rules, 'rule' | 'has'>, method: string): Partial<Procedure> => {
  const id = procedureId(method);
  return rules.has(id) ? (rules.rule(id).value as unknown as Procedure) : {};
};
