/** Numbers that look random and are the same for the same seed, on every machine. */
export class Dice {
  private state: number;
  constructor(seed: number) {
    this.state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  }
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
  /** A whole number, both ends included. */
  from(low: number, high: number): number {
    return low + (this.next() % (high - low + 1));
  }
  one<T>(of: readonly T[]): T {
    return of[this.from(0, of.length - 1)] as T;
  }
  mixed<T>(of: readonly T[]): readonly T[] {
    return of
      .map((value) => ({ value, at: this.next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }
  /** Parts that are at least 1 and sum to the whole. */
  parts(whole: number, count: number): readonly number[] {
    const cuts = new Set<number>();
    while (cuts.size < count - 1) cuts.add(this.from(1, whole - 1));
    const ends = [0, ...[...cuts].toSorted((a, b) => a - b), whole];
    return ends.slice(1).map((end, i) => end - (ends[i] ?? 0));
  }
}
