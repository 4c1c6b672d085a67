import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Where the API of `npm start` listens, for `vite` as a development server. */
const api = process.env.API_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: here('.'),
  resolve: {
    alias: {
      '@goufu/labels': here('../../libs/labels/src/index.ts'),
      '@goufu/domain/money': here('../../libs/domain/src/kernel/money.ts'),
    },
  },
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'chrome105', // domestic browsers
    sourcemap: false,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: {
      // the directive is for servers that render; nothing renders there
      onLog: (level, log, tell) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : tell(level, log)),
    },
  },
  server: { proxy: { '/v1': api, '/session': api, '/openapi.json': api, '/docs': api } },
});
