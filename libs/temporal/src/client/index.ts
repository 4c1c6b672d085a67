export { LifecycleClient, type LifecycleClientOptions } from './lifecycle-client.js';
export { ensureNamespace } from './namespace.js';
