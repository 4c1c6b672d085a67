import { useTranslation } from 'react-i18next';
import type { Json } from '../../api/types';
import { textOf } from '../../kit/form/value';
import { outcomeWord, stageWord } from '../../app/words';

type Fields = Readonly<Record<string, Json>>;
/** The order in which the stages of a purchase usually follow; a round or a failure stands where it happened. */
const USUAL = ['planning', 'tender', 'evaluation', 'award', 'contract', 'delivery', 'performance', 'closing'];
const rank = (stage: string): number => {
  const [name = '', round = '1'] = stage.split(':');
  const at = USUAL.indexOf(name);
  return Number(round) * 100 + (at < 0 ? 50 : at);
};

/** The stages that a case went through, the one it is in, and those that usually follow; as a list, which is also its picture. */
export const Process = ({ view }: { readonly view: Fields }) => {
  const { t } = useTranslation();
  const ended = (typeof view.ended === 'object' && view.ended !== null && !Array.isArray(view.ended) ? view.ended : {}) as Fields;
  const stage = typeof view.stage === 'string' ? view.stage : null;
  const passed = Object.keys(ended).toSorted((one, other) => rank(one) - rank(other));
  if (passed.length === 0 && stage === null) return null;
  const now = stage === null || passed.includes(stage) ? [] : [stage];
  const last = USUAL.indexOf((now[0] ?? passed.at(-1) ?? '').split(':')[0] ?? '');
  const ahead = view.closed === true || last < 0 ? [] : USUAL.slice(last + 1);
  return (
    <nav aria-label={t('case.process')} style={{ marginBottom: 16 }}>
      <ol className="stages">
        {passed.map((name) => (
          <li key={name} className="done">
            <b>✓ {stageWord(name)}</b>
            {outcomeWord(textOf(ended[name]))}
          </li>
        ))}
        {now.map((name) => (
          <li key={name} className="now" aria-current="step">
            <b>● {stageWord(name)}</b>
            {t('case.now')}
          </li>
        ))}
        {ahead.map((name) => (
          <li key={name}>
            <b>○ {stageWord(name)}</b>
            {t('case.future')}
          </li>
        ))}
      </ol>
    </nav>
  );
};
