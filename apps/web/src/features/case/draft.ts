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
  const [isSaving, setSaving] = useState(false);
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

  const keep = useCallback(
    (fields: Fields) => {
      if (path === null) return;
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        setSaving(true);
        ask(path, { method: 'PUT', body: fields, ...(etag.current === null ? {} : { ifMatch: etag.current }) })
          .then(({ etag: version }) => {
            etag.current = version;
            setSavedAt(new Date().toISOString());
          })
          .catch(() => setSavedAt(null))
          .finally(() => setSaving(false));
      }, SAVE_AFTER_MS);
    },
    [path],
  );
  const forget = useCallback(async () => {
    if (timer.current) clearTimeout(timer.current);
    if (path !== null && etag.current !== null) await ask(path, { method: 'DELETE' }).catch(() => undefined);
  }, [path]);
  return { ready, kept, keep: path === null ? null : keep, savedAt, isSaving, forget };
};
