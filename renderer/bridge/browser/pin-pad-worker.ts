/// <reference lib="webworker" />
import type { PadOrder } from '../../../shared/host/pin-pad.ts';
import { PinPadProgram } from '../../../shared/host/pin-pad-program.ts';
import { AES_BLOCK } from './aes-block.ts';
import { randomBytes, sealerFor } from './web-crypto.ts';

/** The PIN pad of the browser host: a worker that lives for one entry (P27). */

// The DOM's own types describe a window; here it is a worker.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const program = new PinPadProgram({ cipher: AES_BLOCK, randomBytes, sealerFor });

scope.addEventListener('message', ({ data }: MessageEvent<PadOrder>) => {
  program.handle(data).then(
    (reply) => scope.postMessage(reply),
    // What it cannot do ends it: no answer is the clearest no.
    () => scope.postMessage(null),
  );
});
