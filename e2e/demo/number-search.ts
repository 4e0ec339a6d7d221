import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import {
  filesWith,
  formsOf,
  formsOfCards,
  isMemoryReadable,
  programsHolding,
  withDescendants,
} from '../canary.ts';
import type { ElectronTill } from '../electron-till.ts';
import { expect } from '../patient-expect.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';

export interface Searched {
  readonly bank: RunningBank;
  readonly machine: ElectronTill;
}

/**
 * F40: no card number, and none of these PINs, is in a file of the till or of the bank, nor in the
 * memory of a program of the till, main process and window among them. The reader alone holds the
 * test cards, as the cards themselves do beside a till.
 *
 * @returns what was looked through, in words
 */
export async function searchForNumbers(
  { bank, machine }: Searched,
  pins: readonly string[] = [],
): Promise<string> {
  const forms = [...formsOfCards(TEST_CARDS.map(({ number }) => number)), ...pins.flatMap(formsOf)];
  const files = [
    ...(await filesWith(machine.folder, forms)),
    ...(await filesWith(bank.folder, forms)),
  ];
  expect(files).toEqual([]);
  const pid = machine.app.process().pid ?? 0;
  if (!isMemoryReadable(pid)) return 'no card number is in any file of till or bank';
  const reader = await machine.readerPid();
  const programs = withDescendants(pid);
  // The cards in the reader are found, so that another copy would be.
  expect(programsHolding([reader], forms)).toEqual([reader]);
  const others = programs.filter((one) => one !== reader);
  expect(others).toContain(pid);
  expect(programsHolding(others, forms)).toEqual([]);
  return `no card number is in any file of till or bank, nor in the memory of ${others.length} programs, the main process among them`;
}
