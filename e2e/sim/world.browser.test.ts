import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import type { Settle } from './scheduler.ts';
import { World } from './world.ts';

declare module 'vitest/browser' {
  interface BrowserCommands {
    hashOfWorld: (seed: number) => Promise<string>;
  }
}

/** Chromium's: a message to oneself comes when all promises have run. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
const settle: Settle = () =>
  new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });

it.each([11, 12, 13])('seed %i tells the same story in Chromium as in Node', async (seed) => {
  const { hash, problems } = await new World({ seed, settle }).run();
  expect(problems).toEqual([]);
  expect(hash).toBe(await commands.hashOfWorld(seed));
});
