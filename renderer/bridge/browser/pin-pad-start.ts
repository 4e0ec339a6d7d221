import { programOver } from '../../../shared/host/asked-program.ts';
import type { PadOrder, PadReply, StartPinPad } from '../../../shared/host/pin-pad.ts';

export const startPinPad: StartPinPad = () => {
  const worker = new Worker(new URL('./pin-pad-worker.ts', import.meta.url), { type: 'module' });
  return programOver<PadOrder, PadReply>({
    post: (order) => worker.postMessage(order),
    onReply: (hear) =>
      worker.addEventListener('message', ({ data }: MessageEvent<PadReply | null>) => hear(data)),
    onEnd: (hear) => worker.addEventListener('error', hear),
    kill: () => worker.terminate(),
  });
};
