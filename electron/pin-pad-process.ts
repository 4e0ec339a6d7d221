import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { programOver } from '../shared/host/asked-program.ts';
import type { PadOrder, PadReply, StartPinPad } from '../shared/host/pin-pad.ts';

/** Starts the PIN pad's own program, for one entry (P27). */
export function pinPadProcess(appFolder: string): StartPinPad {
  return () => {
    const pad = utilityProcess.fork(join(appFolder, 'dist', 'electron', 'pin-pad.cjs'), [], {
      serviceName: 'TwinTill PIN pad',
      // It says nothing: whatever a PIN pad prints is one place more where a PIN could be.
      stdio: 'ignore',
    });
    return programOver<PadOrder, PadReply>({
      post: (order) => pad.postMessage(order),
      onReply: (hear) => pad.on('message', hear),
      onEnd: (hear) => pad.on('exit', hear),
      kill: () => void pad.kill(),
    });
  };
}
