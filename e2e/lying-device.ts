import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { build } from 'vite';
import { electronConfig } from '../build/vite/electron.config.ts';
import type { Lie } from '../shared/host/testing/lying-reader.ts';
import type { ElectronTill } from './electron-till.ts';

const ROOT = resolve(import.meta.dirname, '..');
const READER = 'TwinTill card reader';

/**
 * A card reader with cards on it that lie (P17), put in the place of the till's own: that is a device
 * beside the till, and the till is the one that people use.
 */
export class LyingDevice {
  readonly #wishes: string;

  private constructor(wishes: string) {
    this.#wishes = wishes;
  }

  /** The old one is pulled out: the next card finds this one. */
  static async plugInto(till: ElectronTill, folder: string): Promise<LyingDevice> {
    await mkdir(folder, { recursive: true });
    const wishes = join(folder, 'lie');
    await writeFile(wishes, '');
    const program = await lyingProgram(folder);
    await till.app.evaluate(
      ({ utilityProcess }, { program: path, wishes: file }) => {
        const fork = utilityProcess.fork.bind(utilityProcess);
        utilityProcess.fork = (asked, args = [], options = {}) =>
          asked.endsWith('card-reader.cjs')
            ? fork(path, [file], options)
            : fork(asked, args, options);
      },
      { program, wishes },
    );
    process.kill(await till.readerPid(), 'SIGKILL');
    const readers = (): Promise<number> =>
      till.app.evaluate(
        ({ app }, name) => app.getAppMetrics().filter((one) => one.name === name).length,
        READER,
      );
    await expect.poll(readers).toBe(0);
    return new LyingDevice(wishes);
  }

  /** How every card in it lies from now on; null: not at all. */
  async lie(lie: Lie | null): Promise<void> {
    await writeFile(this.#wishes, lie ?? '');
  }
}

async function lyingProgram(folder: string): Promise<string> {
  const config = electronConfig(ROOT, 'card-reader');
  const entry = join(ROOT, 'electron', 'testing', 'lying-card-reader.ts');
  await build({ ...config, build: { ...config.build, ssr: entry, outDir: folder } });
  return join(folder, 'card-reader.cjs');
}
