/** What a world beside a realm may begin with: each part and the kinds of case that it brings along, with the people whom they name. */
export const worldParts = {
  people: ['organisation'],
  catalogue: ['catalogue'],
  budget: ['budget'],
  experts: ['expert-pool'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type WorldPart = keyof typeof worldParts;

/** In the order in which they are named. */
export const worldPartNames = Object.keys(worldParts) as readonly WorldPart[];
