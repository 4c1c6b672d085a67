export type Language = 'zh' | 'en';

/** Chinese unless the caller weighs English higher. */
export const languageOf = (accept: string | undefined): Language => {
  if (accept === undefined) return 'zh';
  const weights = { zh: 0, en: 0 };
  for (const part of accept.slice(0, 500).split(',')) {
    const [range = '', ...params] = part.trim().split(';');
    const name = range.toLowerCase().split('-')[0];
    if (name !== 'zh' && name !== 'en') continue;
    const q = params.map((param) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(param)?.[1]).find((found) => found !== undefined);
    weights[name] = Math.max(weights[name], q === undefined ? 1 : Number(q));
  }
  return weights.en > weights.zh ? 'en' : 'zh';
};
