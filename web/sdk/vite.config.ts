import { defineConfig } from 'vite';

// One file with all that it needs, so that it also works from a <script type="module">.
export default defineConfig({
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    minify: 'oxc',
    sourcemap: true,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'ilive.js' },
  },
});
