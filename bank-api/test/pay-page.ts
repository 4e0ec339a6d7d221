import type { CustomersPage } from './suite-till.ts';

/** The page of a pay link, as its customer's browser has it: no script, one form. */
export interface PayPage extends CustomersPage {
  readonly text: string;
}

export async function openPayPage(url: string): Promise<PayPage> {
  return shownBy(await fetch(url));
}

export async function pressPay(url: string, form: string, card = 'good-tap'): Promise<PayPage> {
  return shownBy(await fetch(url, { method: 'POST', body: new URLSearchParams({ form, card }) }));
}

/** Opens the link and pays with a test card. */
export async function payByLink(url: string): Promise<PayPage> {
  return pressPay(url, (await openPayPage(url)).form);
}

async function shownBy(response: Response): Promise<PayPage> {
  const text = await response.text();
  const of = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
  const state = of(/data-state="([a-z-]+)"/);
  const form = of(/name="form" value="([0-9a-f]+)"/);
  return { status: response.status, state, form, declined: of(/（(\d\d)）/), text };
}
