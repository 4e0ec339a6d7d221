import type { Page } from '@playwright/test';
import type { HostByText } from '../../shared/contracts/ipc-text.ts';
import type { IpcChannel } from '../../shared/contracts/ipc-contract.ts';
import { noTextSource, type WrittenLetter } from './window-letters.ts';

/** What came back: data, or what Electron itself threw before the message left the window. */
export type Heard = { readonly answer: unknown } | { readonly thrown: string };

/**
 * Says something to the host from inside of a real window, through the product's own preload. What is
 * no text is made there: the test driver would not carry it over.
 */
export function speak(
  page: Page,
  channel: IpcChannel,
  { text, thing }: WrittenLetter,
): Promise<Heard> {
  const message = thing === null ? JSON.stringify(text ?? undefined) : `(${noTextSource(thing)})()`;
  return page.evaluate(`(${sayInWindow.toString()})(${JSON.stringify(channel)}, ${message})`);
}

/** Runs in the window: it is handed over as text and sees nothing of this file. */
async function sayInWindow(channel: IpcChannel, message: unknown): Promise<Heard> {
  const { till } = globalThis as unknown as { readonly till: HostByText };
  let answer: string;
  try {
    answer = await till[channel](message as string);
  } catch (error) {
    return { thrown: String(error) };
  }
  return { answer: JSON.parse(answer) as unknown };
}
