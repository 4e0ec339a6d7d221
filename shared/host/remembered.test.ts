import { describe, expect, it } from 'vitest';
import type { KeptValue } from './ports.ts';
import { remembered } from './remembered.ts';

/** A file whose reads and writes end when they are told to. */
function slowFile() {
  let there: string | null = null;
  let reads = 0;
  let [goOn, wait]: [() => void, Promise<void>] = [() => undefined, Promise.resolve()];
  let fails = false;
  const file: KeptValue<string> = {
    read: async () => {
      reads += 1;
      const value = there;
      await wait;
      return value;
    },
    write: async (value) => {
      await wait;
      there = value;
      if (fails) throw new Error('no space');
    },
  };
  return {
    file,
    reads: () => reads,
    hold: () => {
      wait = new Promise((resolve) => {
        goOn = resolve;
      });
    },
    release: () => goOn(),
    fail: () => {
      fails = true;
    },
  };
}

describe('a value that is remembered', () => {
  it('is read once, and known after it was written', async () => {
    const disk = slowFile();
    const value = remembered(disk.file);
    expect([await value.read(), await value.read()]).toEqual([null, null]);
    await value.write('a');
    expect([await value.read(), await value.read()]).toEqual(['a', 'a']);
    expect(disk.reads()).toBe(1);
    expect(await disk.file.read()).toBe('a');
  });

  it('is read again after a write that failed: it may be there all the same', async () => {
    const disk = slowFile();
    const value = remembered(disk.file);
    await value.read();
    disk.fail();
    await expect(value.write('b')).rejects.toThrow('no space');
    expect(await value.read()).toBe('b');
  });

  it('what was read while somebody wrote is not taken for what stands there now', async () => {
    const disk = slowFile();
    const value = remembered(disk.file);
    disk.hold();
    const [old, written] = [value.read(), value.write('c')];
    disk.release();
    expect(await old).toBeNull();
    await written;
    expect(await value.read()).toBe('c');
  });
});
