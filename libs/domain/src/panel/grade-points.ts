import { exactText, monthsAndDays, type PlainDate, ratioOf } from '../kernel/index.js';

export interface GradeCertificate {
  readonly grade: string;
  readonly issuedOn: PlainDate;
  /** Its last day, on which it still counts. */
  readonly validTo: PlainDate;
  /** From this day on it counts no more. */
  readonly cancelledOn?: PlainDate | null;
}
export interface GradeTemplate {
  readonly points: Readonly<Record<string, string>>;
  /** Points without a certificate that counts, and of a grade that the template does not name. */
  readonly none: string;
  /** A body too young to have been assessed. */
  readonly newBody: { readonly youngerThanMonths: number; readonly points: string } | null;
}
export interface GradePoints {
  readonly points: string;
  /** Null where no grade counts: an expired or cancelled one is none (民政部令第39号). */
  readonly grade: string | null;
  readonly reason: 'valid' | 'expired' | 'none' | 'cancelled' | 'new-body';
  readonly validTo: PlainDate | null;
  readonly bodyAgeMonths: number;
}

/** Points for the grade (等级评估) of a social organisation on a day, the bid deadline. `calculators.md` 12. */
export const gradePoints = (
  on: PlainDate,
  registeredOn: PlainDate,
  certificate: GradeCertificate | null,
  template: GradeTemplate,
): GradePoints => {
  const { months: bodyAgeMonths } = monthsAndDays(registeredOn, on);
  const written = (points: string): string => exactText(ratioOf(points));
  const without = (reason: GradePoints['reason'], validTo: PlainDate | null): GradePoints => ({
    points: written(template.none),
    grade: null,
    reason,
    validTo,
    bodyAgeMonths,
  });
  // What is issued later is no certificate on that day.
  if (!certificate || certificate.issuedOn > on) {
    const { newBody } = template;
    if (newBody === null || certificate || bodyAgeMonths >= newBody.youngerThanMonths) return without('none', null);
    return { ...without('new-body', null), points: written(newBody.points) };
  }
  const { grade, validTo, cancelledOn = null } = certificate;
  if (cancelledOn !== null && cancelledOn <= on) return without('cancelled', validTo);
  if (validTo < on) return without('expired', validTo);
  const points = Object.hasOwn(template.points, grade) ? template.points[grade] : undefined;
  return { points: written(points ?? template.none), grade, reason: 'valid', validTo, bodyAgeMonths };
};
