import { readFileSync } from 'node:fs';
import type { ReaderOrder } from '../../shared/host/card-reader.ts';
import { lyingReader } from './lying-reader.ts';
import type { Lie } from '../../shared/host/testing/lying-reader.ts';

/**
 * Another device than the product's own, in a process of its own like that (`electron/card-reader.ts`):
 * how its cards lie stands in the file that it was started with; empty where they do not.
 */
const wishes = process.argv.at(-1) ?? '';
const lying = lyingReader();
const { parentPort } = process;

parentPort.on('message', ({ data }: { readonly data: ReaderOrder }) => {
  const wished = readFileSync(wishes, 'utf8');
  lying.lie = wished === '' ? null : (wished as Lie);
  lying.reader.ask(data).then(
    (reply) => parentPort.postMessage(reply),
    () => process.exit(1),
  );
});
