import { defineConfig } from 'vite';

// Each entry is one file with all that it needs, so that it also works from a <script type="module">. `--mode zh` builds the Chinese texts.
export default defineConfig(({ mode }) => ({
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    sourcemap: true,
    // Vite leaves the spaces in libraries; a page that loads this file as it is pays for them.
    rolldownOptions: { output: { minify: true } },
    lib:
      mode === 'zh'
        ? { entry: 'src/zh.ts', formats: ['es'], fileName: () => 'zh.js' }
        : { entry: 'src/index.ts', formats: ['es'], fileName: () => 'ilive.js' },
  },
}));
