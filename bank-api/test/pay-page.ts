/** A page for customers as a browser without scripts has it. */
interface Shown {
  readonly status: number;
  readonly state: string;
  readonly form: string;
  readonly text: string;
}

export async function look(url: string): Promise<Shown> {
  return shownBy(await fetch(url));
}

export async function press(url: string, form: string, card = 'good-tap'): Promise<Shown> {
  return shownBy(await fetch(url, { method: 'POST', body: new URLSearchParams({ form, card }) }));
}

async function shownBy(response: Response): Promise<Shown> {
  const text = await response.text();
  const of = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
  const state = of(/data-state="([a-z-]+)"/);
  return { status: response.status, state, form: of(/name="form" value="([0-9a-f]+)"/), text };
}
