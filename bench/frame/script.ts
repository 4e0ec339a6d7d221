import { build, type InlineConfig } from 'vite';

/**
 * A TypeScript file and all that it imports as one script, built as the app is built: for the same
 * oldest runtime, minified. The peers come from their own package, by whoever imports them there.
 */
export async function bundle(entry: string): Promise<string> {
  const config: InlineConfig = {
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'chrome108',
      write: false,
      lib: { entry, formats: ['es'], fileName: 'bench' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  };
  const built = await build(config);
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const [script, ...more] = outputs.filter((one) => one.type === 'chunk');
  if (script === undefined || more.length > 0) throw new Error(`${entry}: not one script`);
  return script.code;
}
