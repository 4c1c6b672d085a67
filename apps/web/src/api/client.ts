import type { Problem, Session } from './types';

/** A refusal or an outage, as the API told it. The console prints it and decides nothing. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}
/** The API could not be reached at all. */
class Unreachable extends Error {}

interface Sending {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly ifMatch?: string;
  /** The same key and body get the same answer: whoever tries again keeps it. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}
export interface Got<T> {
  readonly body: T;
  readonly etag: string | null;
}

const caller: { csrfToken: string | null; post: string | null; language: string } = { csrfToken: null, post: null, language: 'zh-CN' };
/** Who the next requests come from: the post in which the person acts, and the words they read. */
export const actAs = (post: string | null): void => void (caller.post = post);
export const readIn = (language: string): void => void (caller.language = language);
export const isSignedIn = (session: Session | null): void => void (caller.csrfToken = session?.csrfToken ?? null);

const fromText = (text: string): unknown => {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
};

/** One request to the API; throws `Refused` with the problem, or `Unreachable`. */
export const ask = async <T>(path: string, { method = 'GET', body, ifMatch, key, signal }: Sending = {}): Promise<Got<T>> => {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': caller.language };
  if (caller.post !== null) headers['acting-post'] = encodeURIComponent(caller.post);
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = ifMatch;
  if (method !== 'GET') {
    headers['idempotency-key'] = key ?? crypto.randomUUID();
    if (caller.csrfToken !== null) headers['x-csrf-token'] = caller.csrfToken;
  }
  return answered<T>(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
};

const answered = async <T>(path: string, request: RequestInit): Promise<Got<T>> => {
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new Unreachable();
  }
  const told = fromText(await response.text());
  if (response.ok) return { body: told as T, etag: response.headers.get('etag') };
  if (told === null || typeof told !== 'object' || !('code' in told)) throw new Unreachable();
  throw new Refused(told as Problem);
};
export const read = async <T>(path: string, signal?: AbortSignal): Promise<T> => (await ask<T>(path, signal ? { signal } : {})).body;

const own = (): Record<string, string> => ({
  'accept-language': caller.language,
  ...(caller.csrfToken === null ? {} : { 'x-csrf-token': caller.csrfToken }),
  ...(caller.post === null ? {} : { 'acting-post': encodeURIComponent(caller.post) }),
});
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sends a workbook as it is. */
export const sendFile = async <T>(path: string, file: File, key: string): Promise<T> =>
  (await answered<T>(path, { method: 'POST', headers: { ...own(), 'content-type': XLSX, 'idempotency-key': key }, body: file })).body;

/** Has the browser keep a file of the API under this name. */
export const fetchFile = async (path: string, name: string): Promise<void> => {
  const response = await fetch(path, { headers: own() });
  if (!response.ok) throw new Refused((await response.json()) as Problem);
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
};

/** Stores a file and answers what a command says of it. */
export const storeFile = async (file: File): Promise<{ file: string; name: string; size: number; mediaType: string }> => {
  const headers: Record<string, string> = {
    ...own(),
    'content-type': file.type || 'application/octet-stream',
    'x-file-name': encodeURIComponent(file.name),
    'idempotency-key': crypto.randomUUID(),
  };
  return (
    await answered<{ file: string; name: string; size: number; mediaType: string }>('/v1/files', { method: 'PUT', headers, body: file })
  ).body;
};
