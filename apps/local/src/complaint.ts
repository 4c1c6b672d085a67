/** Something the person who started us can mend: one sentence in each language that says what to do. Printed without a stack. */
export class Complaint extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${zh}\n${en}`);
    this.name = 'Complaint';
  }
}
