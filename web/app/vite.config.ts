import { defineConfig } from 'vite';

const server = 'http://localhost:8800';

/** Everything that the app does not serve itself goes to a running `ilive serve`. */
const proxy = {
  '/ws': { target: server, ws: true },
  '/api': server,
  '/whip': server,
  '/whep': server,
  '/version': server,
  '/docs': server,
};

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    // The polyfill is an inline script, which the server's Content-Security-Policy forbids.
    modulePreload: { polyfill: false },
    // Inlined files would be data: URLs, which the policy forbids as well.
    assetsInlineLimit: 0,
  },
  server: { proxy },
  preview: { proxy },
});
