import { useCallback, useEffect, useRef, useState } from 'react';
import { ask } from '../../api/client';
import type { Fields } from '../../kit/form/value';

const SAVE_AFTER_MS = 1_200;

interface Draft {
  readonly body: Fields;
}
/** What a person writes is kept by the server as they write: open it anywhere, go on there. Null address: nothing is kept. */
export const useDraft = (path: string | null) => {
  const [kept, setKept] = useState<Fields | null>(null);
  const [ready, setReady] = useState(path === null);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [saving, setSaving] = useState<'not yet' | 'saving' | 'saved' | 'failed'>('not yet');
  const saves = useRef(Promise.resolve());
  const etag = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => {
    if (path === null) return undefined;
    const leaving = new AbortController();
    ask<Draft>(path, { signal: leaving.signal })
      .then(({ body, etag: version }) => {
        etag.current = version;
        setKept(body.body);
        setReady(true);
      })
      // None was begun, or it cannot be read now: the form begins empty.
      .catch(() => {
        if (!leaving.signal.aborted) setReady(true);
      });
    return () => leaving.abort();
  }, [path]);

  // One after another: each save rests on the version that the one before it made.
  const keep = useCallback(
    (fields: Fields) => {
      if (path === null) return;
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        setSaving('saving');
        saves.current = saves.current.then(async () => {
          try {
            const kept = await ask(path, { method: 'PUT', body: fields, ...(etag.current === null ? {} : { ifMatch: etag.current }) });
            etag.current = kept.etag;
            setSavedAt(new Date().toISOString());
            setSaving('saved');
          } catch {
            setSaving('failed');
          }
        });
      }, SAVE_AFTER_MS);
    },
    [path],
  );
  /** What was submitted is no draft any more. Answers when it is gone; one that could not be removed is offered again, and told to be old by its case. */
  const forget = useCallback(async () => {
    if (timer.current) clearTimeout(timer.current);
    await saves.current;
    if (path !== null && etag.current !== null) await ask(path, { method: 'DELETE', ifMatch: etag.current }).catch(() => undefined);
  }, [path]);
  return { ready, kept, keep: path === null ? null : keep, savedAt, saving, forget };
};
