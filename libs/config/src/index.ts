export { type Environment, EnvironmentRefused, needed, readEnvironment } from './environment.js';
export { folderOfTree } from './folder-of-tree.js';
export { type ReadCalendar, readCalendar } from './read-calendars.js';
export { readPack, readPacks, type ReadPackFile } from './read-packs.js';
export { releaseOf } from './release.js';
export { type TemporalPlace, temporalOf } from './temporal-place.js';
