import { parentPort } from 'node:worker_threads';
import { present } from '../../shared/lib/assert.ts';
import type { Told } from './many.ts';
import { tell } from './shrink.ts';

/** One world after the other, as long as somebody hands in seeds. */
const port = present(parentPort, 'the thread that started this one');
let seed = 0;

port.on('message', (next: number) => void play(next));
// A bug of the till throws where nobody waits for it: it belongs to the world that is playing.
process.on('unhandledRejection', (error) => send({ problems: [textOf(error)] }));

async function play(next: number): Promise<void> {
  seed = next;
  try {
    const { problems, events, shown, faults } = await tell({ seed: next });
    if (seed === next) send({ problems, events, shown, faults: faults.map(({ kind }) => kind) });
  } catch (error) {
    send({ problems: [textOf(error)] });
  }
}

/** Once for each seed: whatever a broken world does afterwards is not heard. */
function send(told: Partial<Told>): void {
  if (seed === 0) return;
  const nothing = { events: 0, shown: 0, faults: [] };
  port.postMessage({ ...nothing, problems: [], ...told, seed });
  seed = 0;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
