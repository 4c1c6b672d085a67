export {
  type CatalogueCommand,
  catalogueCommands,
  type CatalogueCommandType,
  type CatalogueContent,
  type CatalogueEvent,
  type CatalogueIndicator,
  type CatalogueState,
  type CatalogueVersion,
  currentVersion as currentCatalogueVersion,
  initialCatalogue,
  isListed as isCatalogueListed,
  versionOf as catalogueVersionOf,
} from './catalogue.js';
export * from './deadlines.js';
export * from './decide.js';
export * from './evolve.js';
export * from './listing.js';
export * from './outcomes.js';
export * from './project.js';
export * from './refusals.js';
export * from './tasks.js';
