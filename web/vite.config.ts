import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SYSTEM = process.env.FLEETGRAPH_URL ?? 'http://localhost:4000';
const DOORS = ['/graphql', '/oidc', '/sandbox', '/mailbox', '/media', '/documents', '/webhooks'];

/** Builds the app; `npm run dev` serves it beside a running system, whose doors it passes on. */
export default defineConfig({
  plugins: [react()],
  server: {
    proxy: Object.fromEntries(DOORS.map((door) => [door, { target: SYSTEM, ws: door === '/graphql' }])),
  },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      onLog(level, log, handler) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
      },
    },
  },
});
