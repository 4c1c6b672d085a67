import { KeyReused, Overtaken } from '@goufu/persistence';
import { refuse } from '@goufu/domain';
import { ProblemError } from '../http/problem-error.js';

/** A keyed change outside the engine: a twin at the same moment is asked again and finds the stored answer. */
export const once = async <T>(change: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (error instanceof KeyReused) throw new ProblemError(refuse('command.key_reused'));
      if (!(error instanceof Overtaken) || attempt === 3) throw error;
    }
  }
};
