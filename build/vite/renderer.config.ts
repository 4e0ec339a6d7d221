import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

/** The window: one bundle for the desktop app and for the browser host. */
export function rendererConfig(root: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, 'renderer'),
    // Relative, so that the same files work under app:// and under http://127.0.0.1.
    base: './',
    publicDir: join(root, 'renderer', 'public'),
    plugins: [react()],
    logLevel: 'warn',
    worker: { format: 'es' },
    resolve: {
      alias: [{ find: /^crypto$/, replacement: join(import.meta.dirname, 'no-node-crypto.ts') }],
    },
    build: {
      // The oldest runtime that must show it: the development Electron (ADR 0002).
      target: 'chrome108',
      cssTarget: 'chrome108',
      outDir: join(root, 'dist', 'renderer'),
      emptyOutDir: true,
      // A data: address would be refused for fonts and scripts by the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: { index: join(root, 'renderer', 'index.html') } },
    },
  };
}
