export { WorkflowHost, type HostState, type WorkflowHostOptions } from './workflow-host.js';
