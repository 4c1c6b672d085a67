// `node dist/libs/config/src/cli.healthy.js`: whether the process of this container lives; asked by the container's own health check.
const { OPERATIONS_HOST: host = '', OPERATIONS_PORT: port } = process.env;
const address = host === '' || host === '0.0.0.0' ? '127.0.0.1' : host;
const isLive = await fetch(`http://${address}:${port}/health/live`).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(isLive ? 0 : 1);
