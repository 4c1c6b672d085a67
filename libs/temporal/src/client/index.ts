export { LifecycleClient, type LifecycleClientOptions } from './lifecycle-client.js';
