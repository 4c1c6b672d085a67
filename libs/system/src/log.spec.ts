import { describe, expect, it } from '@jest/globals';
import { logTo, loggerOf } from './log.js';

describe('the log', () => {
  const logged = (meta: Record<string, unknown>, message = 'm'): string => {
    let text = '';
    logTo(loggerOf('api', 'info', { write: (line: string) => void (text += line) }))('info', message, meta);
    return text;
  };
  it.each([
    ['a credential by its name', { headers: { authorization: 'Bearer SECRET' } }],
    ['a credential one level down', { request: { authorization: 'SECRET' } }],
    ['a body', { body: { title: 'SECRET' } }],
    ['a command’s data', { command: { data: 'SECRET' } }],
    ['a cookie', { cookie: 'SECRET' }],
    ['a token within a sentence', { cause: 'refused Bearer SECRET.x' }],
  ])('cuts out %s', (_title, meta) => {
    expect(logged(meta)).not.toContain('SECRET');
  });
  it('cuts a token out of the message too, and keeps what is no secret', () => {
    const text = logged({ requestId: 'req-1' }, 'got eyJhbGciOi.eyJzdWIi.SECRET');
    expect(text).not.toContain('SECRET');
    expect(JSON.parse(text)).toMatchObject({ requestId: 'req-1', process: 'api' });
  });
});
