import type { ReaderOrder } from '../shared/host/card-reader.ts';
import { VirtualCardReader } from '../shared/host/virtual-card-reader.ts';
import { readerPorts } from './platform/reader-ports.ts';

/**
 * The card reader's own process (P27): the tray of test cards is in here, as cards and reader are
 * beside a till and not in it. What it cannot do ends it; the next card finds a new one.
 */
const reader = new VirtualCardReader(readerPorts);
const { parentPort } = process;

parentPort.on('message', ({ data }: { readonly data: ReaderOrder }) => {
  reader.handle(data).then(
    (reply) => parentPort.postMessage(reply),
    () => process.exit(1),
  );
});
