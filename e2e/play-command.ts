import { constants } from 'node:os';

/** Apart from 1, which says that money is wrong: what was not played proves nothing. */
export const NOT_PLAYED = 2;

/** Said beforehand: what must not outlive a command that somebody breaks off. */
export type OnBreakOff = (end: () => Promise<unknown>) => void;

interface PlayCommand<Options> {
  /** As in `npm run <name>`. */
  readonly name: string;
  /** What there is to do in Electron and nowhere else: "there is nothing else to kill". */
  readonly withoutElectron: string;
  readonly help: string;
  /** Null when only help was asked for; throws with a message for people. */
  readonly readOptions: (args: readonly string[]) => Options | null;
  /** The exit code: 0 when all is as promised, 1 when it is not. */
  readonly play: (options: Options, onBreakOff: OnBreakOff) => Promise<number>;
}

/** A command that plays with the real till: help, no Electron, and what its exit code means. */
export async function playCommand<Options>(command: PlayCommand<Options>): Promise<void> {
  try {
    process.exitCode = await exitCodeOf(command);
  } catch (error) {
    console.error(`${command.name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = NOT_PLAYED;
  }
}

async function exitCodeOf<Options>(command: PlayCommand<Options>): Promise<number> {
  const options = command.readOptions(process.argv.slice(2));
  if (options === null) {
    console.log(command.help);
    return 0;
  }
  if ((process.env['TWINTILL_ELECTRON_PATH'] ?? '') === '') {
    console.error(`${command.name}: no Electron, ${command.withoutElectron}`);
    console.error(process.env['TWINTILL_ELECTRON_WHY'] ?? `start it by npm run ${command.name}`);
    return NOT_PLAYED;
  }
  return command.play(options, endWhenBrokenOff());
}

/** A till and a bank are processes of their own: left alone they would run on. The last goes first. */
function endWhenBrokenOff(): OnBreakOff {
  const ends: (() => Promise<unknown>)[] = [];
  const endAll = async (): Promise<void> => {
    for (const end of ends.reverse()) await end().catch((error: unknown) => console.error(error));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      console.error(`broken off by ${signal}`);
      void endAll().finally(() => process.exit(128 + constants.signals[signal]));
    });
  }
  return (end) => ends.push(end);
}
