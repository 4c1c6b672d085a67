import { App, Alert, Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, Refused } from '../../api/client';
import { type CommandForm as Form, meant } from '../../api/forms';
import type { Answer, Json, Problem, Reason } from '../../api/types';
import { fieldWord, said } from '../../app/words';
import { Facts } from '../../kit/Facts';
import { Because, Failed, Rule } from '../../kit/Faults';
import { blankFields, bodyOf, type Fields, idOf, isFields, pathOf } from '../../kit/form/value';
import { SchemaFields } from '../../kit/form/SchemaField';

interface Giving {
  readonly form: Form;
  readonly command: string;
  /** Where the command is sent. */
  readonly path: string;
  readonly ifMatch: string | null;
  /** What was written before and not submitted. */
  readonly kept: Fields | null;
  /** Keeps what is being written; a line about it to show. */
  readonly keep: ((fields: Fields) => void) | null;
  readonly keeping: string | null;
  readonly done: (answer: Answer) => void;
  readonly overtaken: () => void;
  readonly leave: () => void;
}

const leadTo = (pointer: string): void => {
  for (let path = pathOf(pointer); path.length > 0; path = path.slice(0, -1)) {
    const element = document.getElementById(idOf(path));
    if (!element) continue;
    element.scrollIntoView({ block: 'center' });
    element.focus();
    return;
  }
};

/** All that was wrong, first in the page and each a link to its field. */
const Summary = ({ problem, command }: { readonly problem: Problem; readonly command: string }) => {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [problem]);
  const placed = problem.errors.filter(({ pointer }) => pointer !== undefined);
  return (
    <div ref={box} tabIndex={-1} style={{ marginBottom: 16 }}>
      <Alert
        type="error"
        showIcon
        role="alert"
        title={placed.length > 0 ? t('act.problems', { count: placed.length }) : t('act.refused')}
        description={
          placed.length === 0 ? (
            <Because reason={problem} />
          ) : (
            <ul>
              {placed.map((fault, at) => (
                <li key={at}>
                  <a
                    href={`#${idOf(pathOf(fault.pointer ?? ''))}`}
                    onClick={(event) => {
                      event.preventDefault();
                      leadTo(fault.pointer ?? '');
                    }}
                  >
                    {pathOf(fault.pointer ?? '')
                      .map((step, n, steps) =>
                        /^\d+$/.test(step) ? t('act.item', { n: Number(step) + 1 }) : fieldWord(steps.slice(0, n + 1), command),
                      )
                      .join(' › ')}
                  </a>
                  ：{said(fault.details)} <Rule rule={fault.rule} />
                </li>
              ))}
            </ul>
          )
        }
      />
    </div>
  );
};

/** One command as a page: fill in, check, submit. What the server refuses stands at its field; nothing that was written is lost. */
export const CommandForm = ({ form, command, path, ifMatch, kept, keep, keeping, done, overtaken, leave }: Giving) => {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const schema = useMemo(() => meant(form.schema), [form]);
  const [fields, setFields] = useState<Fields>(() => kept ?? blankFields(schema));
  const [checking, setChecking] = useState(false);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  // The same key for the same words: a second try after an answer that was lost is no second command.
  const key = useRef(crypto.randomUUID());
  const problem = failed instanceof Refused ? failed.problem : null;
  const faults = useMemo(() => {
    const found = new Map<string, Reason[]>();
    for (const fault of problem?.errors ?? [])
      if (fault.pointer !== undefined) found.set(fault.pointer, [...(found.get(fault.pointer) ?? []), fault]);
    return found;
  }, [problem]);
  const hasFields = Object.keys(schema.properties ?? {}).length > 0;
  const body = (bodyOf(schema, fields) ?? {}) as Fields;

  const change = (next: Json | undefined): void => {
    const written = isFields(next) ? next : {};
    setFields(written);
    key.current = crypto.randomUUID();
    keep?.(written);
  };
  const send = async (): Promise<void> => {
    setSending(true);
    try {
      const { body: answer } = await ask<Answer>(path, {
        method: 'POST',
        body,
        key: key.current,
        ...(ifMatch === null ? {} : { ifMatch }),
      });
      message.success(t('act.done'));
      done(answer);
    } catch (error) {
      setFailed(error);
      setChecking(false);
      if (error instanceof Refused && [409, 412].includes(error.problem.status)) overtaken();
    } finally {
      setSending(false);
    }
  };
  const isMoved = problem !== null && problem.status === 412;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (hasFields && !checking) setChecking(true);
        else void send();
      }}
    >
      {problem ? <Summary problem={problem} command={command} /> : failed !== null && <Failed error={failed} />}
      {isMoved && <Alert type="warning" showIcon title={t('act.moved')} />}
      {checking ? (
        <>
          <Alert type="info" showIcon title={t('act.confirm')} style={{ marginBottom: 16 }} />
          <Facts fields={body} />
        </>
      ) : hasFields ? (
        <SchemaFields schema={schema} value={fields} change={change} path={[]} command={command} faults={faults} />
      ) : (
        <p>{t('act.noFields')}</p>
      )}
      <div className="bar">
        <Button type="primary" htmlType="submit" loading={sending}>
          {hasFields && !checking ? t('act.check') : t('act.submit')}
        </Button>
        <Button onClick={() => (checking ? setChecking(false) : leave())}>{checking ? t('act.back') : t('act.cancel')}</Button>
        {keeping !== null && (
          <span className="rule" aria-live="polite">
            {keeping}
          </span>
        )}
      </div>
    </form>
  );
};
