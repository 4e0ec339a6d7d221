import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

/** `electron/main.ts` and what it starts, each as one CommonJS file that Node 16 can read. */
export function electronConfig(
  root: string,
  entry: 'main' | 'preload' | 'pin-pad' | 'card-reader',
): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      ssr: join(root, 'electron', `${entry}.ts`),
      target: 'node16',
      outDir: join(root, 'dist', 'electron'),
      // All entries share the folder; build.ts empties it once.
      emptyOutDir: false,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        external: ['electron', /^node:/, ...builtinModules],
        output: {
          format: 'cjs',
          entryFileNames: `${entry}.cjs`,
          // A sandboxed preload can require electron only, no file beside it.
          codeSplitting: false,
        },
      },
    },
  };
}
