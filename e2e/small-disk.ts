import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEGABYTE = 1_000_000;

/** A disk of its own, small enough to be filled (F08). Only root may mount one, and only on Linux. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Why there can be none here; null when there can. A container's root may be forbidden to mount. */
  static get impossible(): string | null {
    if (process.platform !== 'linux') return 'a small disk needs Linux';
    const trial = mkdtempSync(join(tmpdir(), 'twintill-disk-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', trial]);
    if (mounted.status === 0) run('umount', [trial]);
    rmdirSync(trial);
    return mounted.status === 0 ? null : 'a small disk needs the right to mount one';
  }

  static async mount(megabytes: number): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-disk-'));
    run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes * MEGABYTE}`, 'tmpfs', folder]);
    return new SmallDisk(folder);
  }

  /** Somebody else's file takes the room, but for so much. */
  async fill(megabytesLeft: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder);
    const length = Math.max(0, bavail * bsize - megabytesLeft * MEGABYTE);
    try {
      await writeFile(this.#ballast, new Uint8Array(length));
    } catch (error) {
      // The till has written since the room was reckoned: nothing is left, which was wanted.
      if (megabytesLeft > 0 || !isOutOfRoom(error)) throw error;
    }
  }

  async makeRoom(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    run('umount', [this.folder]);
    await rm(this.folder, { recursive: true });
  }

  get #ballast(): string {
    return join(this.folder, 'films.bin');
  }
}

const isOutOfRoom = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOSPC';

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
