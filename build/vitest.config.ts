import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{shared,electron,renderer,build}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
  },
});
