import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['src/setup.ts'],
    setupFiles: ['src/page-errors.ts'],
    // One browser and one server at a time: two cores have to encode, forward and decode.
    fileParallelism: false,
    // Bounds, not measures: what hangs has to end.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
