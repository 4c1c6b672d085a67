import type { Refusal } from '../../../kernel/refusal.js';
import { isRefusal } from '../../../kernel/refusal.js';
import type { Actor } from '../../../kernel/case.js';
import { type Course, tried } from './a-delivery.js';

/** The code with which a command is refused; null when it is carried out. */
export const codeOf = (course: Course, actor: Actor, type: string, data: unknown = {}): string | null =>
  refusalOf(course, actor, type, data)?.refused ?? null;
export const refusalOf = (course: Course, actor: Actor, type: string, data: unknown = {}): Refusal | null => {
  const answer = tried(course, actor, type, data);
  return isRefusal(answer) ? answer : null;
};
