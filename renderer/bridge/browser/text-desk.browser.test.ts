import { describe, expect, it } from 'vitest';
import { toHex } from '../../../shared/lib/bytes.ts';
import { createTextDesk, type TextDesk } from './text-desk.ts';

const SHORT = '一笔 sale';
const LONG = '矿泉水 €2 🧾 '.repeat(20_000);

async function unpacked(bytes: ArrayBuffer): Promise<string> {
  return new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')),
  ).text();
}

async function expectDone(desk: TextDesk, text: string): Promise<void> {
  const wanted = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const [digest, packed] = await Promise.all([desk.digest(text), desk.pack(text)]);
  expect(toHex(new Uint8Array(digest))).toBe(toHex(new Uint8Array(wanted)));
  expect(packed.byteLength).toBeLessThan(text.length * 3);
  expect(await unpacked(packed)).toBe(text);
}

describe('work on texts that leave', () => {
  it('P12 P26 a long text is hashed and packed beside the window', async () => {
    let started = 0;
    const desk = createTextDesk(() => {
      started += 1;
      return new Worker(new URL('./text-worker.ts', import.meta.url), { type: 'module' });
    });
    await expectDone(desk, LONG);
    await expectDone(desk, `${LONG}.`);
    expect(started).toBe(1);
  });

  it('P12 P26 what is signed first and leaves then goes there once, each time that it leaves', async () => {
    const worker = new Worker(new URL('./text-worker.ts', import.meta.url), { type: 'module' });
    let answered = 0;
    worker.addEventListener('message', () => {
      answered += 1;
    });
    const desk = createTextDesk(() => worker);
    for (const times of [1, 2]) {
      await desk.digest(LONG);
      expect(await unpacked(await desk.pack(LONG))).toBe(LONG);
      expect(answered).toBe(times);
    }
    expect(await unpacked(await desk.pack(LONG))).toBe(LONG);
    expect(answered).toBe(3);
  });

  it('P26 a short text needs no worker', async () => {
    const desk = createTextDesk(() => {
      throw new Error('a worker for a short text');
    });
    expect(toHex(new Uint8Array(await desk.digest(SHORT)))).toHaveLength(64);
  });

  it('P12 a worker that ends leaves the work to the window', async () => {
    const ending = URL.createObjectURL(new Blob(['throw new Error("ended")']));
    const desk = createTextDesk(() => new Worker(ending));
    await expectDone(desk, LONG);
    await expectDone(desk, LONG);
  });
});
