import { setTimeout as wait } from 'node:timers/promises';
import type { ElectronTill } from '../electron-till.ts';
import type { TillPage } from '../page-models/till-page.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';

/** Whoever shows the screen: with it dies what it has not written down. */
export const AT_THE_TILL = ['program', 'window'] as const;
export const VICTIMS = [...AT_THE_TILL, 'bank', 'database'] as const;
export type VictimName = (typeof VICTIMS)[number];

/** A process that dies without warning. */
export interface Victim {
  readonly name: VictimName;
  /** Whether whoever was paying goes on at the same screen. */
  readonly tillLives: boolean;
  /** SIGKILL, before this returns. */
  readonly kill: () => void;
  /** As a person would bring it back; the till to go on with. */
  readonly bringBack: (afterMs: number) => Promise<TillPage>;
}

const COME_BACK_LIMIT_MS = 45_000;
/** After so many in a short time the program asks a person first (electron/reload-budget.ts). */
const MOST_WINDOW_RETURNS = 3;

/** Prepared beforehand, so that nothing has to be looked up at the moment itself. */
export async function prepareVictim(
  name: VictimName,
  machine: ElectronTill,
  bank: RunningBank,
): Promise<Victim> {
  if (name === 'program') return program(machine);
  if (name === 'window') return aWindow(machine, await machine.windowPid());
  if (name === 'bank') return wholeBank(machine, bank);
  return database(machine, bank, await bank.databasePid());
}

function program(machine: ElectronTill): Victim {
  let dead: Promise<void> = Promise.resolve();
  return {
    name: 'program',
    tillLives: false,
    kill: () => {
      dead = machine.kill();
    },
    bringBack: async () => {
      await dead;
      return machine.start();
    },
  };
}

function aWindow(machine: ElectronTill, pid: number): Victim {
  return {
    name: 'window',
    tillLives: false,
    kill: () => process.kill(pid, 'SIGKILL'),
    bringBack: async () => {
      const till = await machine.windowCameBack(pid, COME_BACK_LIMIT_MS);
      if (machine.windowReturns < MOST_WINDOW_RETURNS) return till;
      await machine.kill();
      return machine.start();
    },
  };
}

function wholeBank(machine: ElectronTill, bank: RunningBank): Victim {
  let dead: Promise<void> = Promise.resolve();
  return {
    name: 'bank',
    tillLives: true,
    kill: () => {
      dead = bank.kill();
    },
    bringBack: async (afterMs) => {
      await dead;
      await wait(afterMs);
      await bank.startAgain();
      return machine.till;
    },
  };
}

/** The bank stands without its books for a while; then somebody starts it again. */
function database(machine: ElectronTill, bank: RunningBank, pid: number): Victim {
  return {
    name: 'database',
    tillLives: true,
    kill: () => process.kill(pid, 'SIGKILL'),
    bringBack: async (afterMs) => {
      await wait(afterMs);
      await bank.kill();
      await bank.startAgain();
      return machine.till;
    },
  };
}
