// Fetches the Temporal CLI through the SDK into a folder: node cli.fetch-temporal.js FOLDER VERSION
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir, version] = process.argv.slice(2);
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir, version, ttl: '3650d' }, ui: false },
});
await environment.teardown();
