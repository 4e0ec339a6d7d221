import { ElectronTill } from '../../../e2e/electron-till.ts';
import { RunningBank } from '../../../e2e/whole-way/running-bank.ts';

/** Where a till's bank is, and the code that it is activated with there. */
export interface BankAddress {
  readonly bankUrl: string;
  readonly activationCode: string;
}

/** The built app in Electron, started, with a bank of its own. */
export interface StartedTill {
  readonly machine: ElectronTill;
  readonly address: BankAddress;
  readonly leave: () => Promise<void>;
}

export async function startTill(folder: string): Promise<StartedTill> {
  const bank = await RunningBank.start();
  const address = { bankUrl: bank.ready.url, activationCode: bank.ready.demoActivationCode };
  const machine = new ElectronTill({ folder, ...address });
  const leave = async (): Promise<void> => {
    await machine.close();
    await bank.stop();
  };
  try {
    await machine.start();
    return { machine, address, leave };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** Both are gone when the work is done. */
export async function withTill<Done>(
  folder: string,
  work: (machine: ElectronTill, address: BankAddress) => Promise<Done>,
): Promise<Done> {
  const { machine, address, leave } = await startTill(folder);
  try {
    return await work(machine, address);
  } finally {
    await leave();
  }
}
