import type { Cable, Exchange } from './cable.ts';

/** These say who is there, and move nothing. */
const NO_MONEY = ['/v1/activate', '/v1/echo', '/v1/sign-on'];

export interface SentAgain {
  readonly sent: number;
  /** Answered 200, as before. */
  readonly accepted: number;
}

/** What the till has told its bank about money. */
export function aboutMoney(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.filter(({ method, path }) => method === 'POST' && !NO_MONEY.includes(path));
}

/**
 * The very bytes that the till had signed once more, as a line does that delivers twice, or late. A
 * bank that knows what it has seen books nothing (F15).
 */
export async function sendAgain(cable: Cable, exchanges: readonly Exchange[]): Promise<SentAgain> {
  let accepted = 0;
  for (const exchange of exchanges) {
    const { status } = await cable.sendAgain(exchange);
    if (status === 200) accepted += 1;
  }
  return { sent: exchanges.length, accepted };
}
