import { build, type InlineConfig } from 'vite';
import { present } from '../../shared/lib/assert.ts';

/** What a page loads: its script, and what the script loads in turn, by the path it asks for. */
export interface Bundle {
  readonly script: string;
  readonly more: ReadonlyMap<string, string>;
}

/**
 * A TypeScript file and all that it imports as one script, built as the app is built: for the same
 * oldest runtime, minified; workers beside it. The peers come from their own package, by whoever
 * imports them there.
 */
export async function bundle(entry: string): Promise<Bundle> {
  const config: InlineConfig = {
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    build: {
      target: 'chrome108',
      write: false,
      lib: { entry, formats: ['es'], fileName: 'bench' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
    worker: { format: 'es' },
  };
  const built = await build(config);
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const scripts = outputs.filter((one) => one.type === 'chunk');
  if (scripts.length !== 1) throw new Error(`${entry}: not one script`);
  const assets = outputs.filter((one) => one.type === 'asset');
  return {
    script: present(scripts[0], 'the script').code,
    more: new Map(assets.map(({ fileName, source }) => [`/${fileName}`, textOf(source)])),
  };
}

const textOf = (source: string | Uint8Array): string =>
  typeof source === 'string' ? source : Buffer.from(source).toString('utf8');
