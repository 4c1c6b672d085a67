export const rows: (new () => object)[] = [];
