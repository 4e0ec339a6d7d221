import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { programOver, type AskedProgram } from '../shared/host/asked-program.ts';
import type { CardReader, ReaderOrder, ReaderReply } from '../shared/host/card-reader.ts';

/** The reader's own program (P27), from now on; where it has ended, the next card starts it again. */
export function cardReaderProcess(appFolder: string): CardReader {
  let running = started(appFolder);
  return {
    ask: async (order) => {
      if (running.hasEnded()) running = started(appFolder);
      return running.program.ask(order);
    },
  };
}

function started(appFolder: string): {
  readonly program: AskedProgram<ReaderOrder, ReaderReply>;
  readonly hasEnded: () => boolean;
} {
  let hasEnded = false;
  const reader = utilityProcess.fork(join(appFolder, 'dist', 'electron', 'card-reader.cjs'), [], {
    serviceName: 'TwinTill card reader',
    // It says nothing: whatever a reader prints is one place more where a card could be.
    stdio: 'ignore',
  });
  reader.on('exit', () => {
    hasEnded = true;
  });
  const program = programOver<ReaderOrder, ReaderReply>({
    post: (order) => reader.postMessage(order),
    onReply: (hear) => reader.on('message', hear),
    onEnd: (hear) => reader.on('exit', hear),
    kill: () => void reader.kill(),
  });
  return { program, hasEnded: () => hasEnded };
}
