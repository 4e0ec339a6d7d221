import type { Page } from '@playwright/test';
import type { TillHost } from '../../shared/contracts/host.ts';
import type { IpcChannel } from '../../shared/contracts/ipc-contract.ts';
import { oddThingSource, type WrittenLetter } from './window-letters.ts';

/** What came back: data, or what Electron itself threw before the message left the window. */
export type Heard = { readonly answer: unknown } | { readonly thrown: string };

/**
 * Says something to the host from inside of a real window, through the product's own preload. What
 * neither JSON nor the test driver carries over is made there.
 */
export function speak(
  page: Page,
  channel: IpcChannel,
  { text, odd }: WrittenLetter,
): Promise<Heard> {
  const thing = odd === null ? 'null' : `(${oddThingSource(odd.name)})()`;
  const said = JSON.stringify({ channel, text, way: odd?.way ?? null, isOdd: odd !== null });
  return page.evaluate(`(${sayInWindow.toString()})(${said}, ${thing})`);
}

/** Runs in the window: it is handed over as text and sees nothing of this file. */
async function sayInWindow(
  said: {
    readonly channel: IpcChannel;
    readonly text: string | null;
    readonly way: readonly string[] | null;
    readonly isOdd: boolean;
  },
  thing: unknown,
): Promise<Heard> {
  let value: unknown;
  try {
    value = said.text === null ? undefined : JSON.parse(said.text);
  } catch {
    value = said.text;
  }
  if (said.isOdd && said.way === null) value = thing;
  if (said.isOdd && said.way !== null) {
    let inner = value as Record<string, unknown>;
    for (const key of said.way.slice(0, -1)) inner = inner[key] as Record<string, unknown>;
    const member = { value: thing, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(inner, said.way[said.way.length - 1] ?? '', member);
  }
  try {
    const { till } = globalThis as unknown as { readonly till: TillHost };
    const call = till[said.channel] as (argument: unknown) => Promise<unknown>;
    return { answer: await call(value) };
  } catch (error) {
    return { thrown: String(error) };
  }
}
