import type { PadOrder } from '../shared/host/pin-pad.ts';
import { PinPadProgram } from '../shared/host/pin-pad-program.ts';
import { pinPadPorts } from './platform/pin-pad-ports.ts';

/**
 * The PIN pad's own process (P27). It answers whoever has started it and nobody else; what it cannot
 * do ends it, since a pad that goes on in doubt is none.
 */
const program = new PinPadProgram(pinPadPorts);
const { parentPort } = process;

parentPort.on('message', ({ data }: { readonly data: PadOrder }) => {
  program.handle(data).then(
    (reply) => parentPort.postMessage(reply),
    () => process.exit(1),
  );
});
