import type { BugNotes } from '../../shared/lib/bug-notes.ts';
import type { Ledger } from './books/ledger-of-the-till.ts';
import type { Reachability } from './start/reachability.ts';
import type { SigningOn } from './start/signing-on.ts';
import type { TillClock } from './start/till-clock.ts';

export interface HeartbeatParts {
  readonly ledger: Ledger;
  readonly clock: TillClock;
  readonly line: Reachability;
  readonly signingOn: SigningOn;
  readonly bugs: BugNotes;
  /** What a kill or a cut line interrupted of a day end, under the same number (P21, F35). */
  readonly resumeDayEnd: () => Promise<void>;
  /** What a kill left open is asked about or taken back (P5, P6). */
  readonly resolveOpen: () => Promise<void>;
  /** Sends what is due; `urgent`: without waiting for its turn. */
  readonly drain: (urgent: boolean) => Promise<void>;
  /** What is shown is told anew. */
  readonly refresh: () => Promise<void>;
}

/** What a till does though nobody asks for it: it looks for the bank, and goes on with what waits. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  /** Probes, resolves what is open and drains, for as long as the window lives. */
  async keepGoing(): Promise<void> {
    const { ledger, clock, line, signingOn, bugs, resolveOpen } = this.#parts;
    await signingOn.signOn();
    void clock.keepBeating();
    for (;;) {
      // The host writes records of its own (who signed in, what it refused): both copies have them.
      await ledger.catchUp();
      await bugs.evenIfBroken(() => this.probe());
      // On the line the look at it has done so already, before anything was sent.
      if (!line.online) await bugs.evenIfBroken(resolveOpen);
      await line.pause();
    }
  }

  /** Asks the bank whether it is there (P14) and sends what is due when it is. */
  async probe(): Promise<void> {
    const { line, signingOn, bugs, resumeDayEnd, resolveOpen, drain, refresh } = this.#parts;
    // A start is no return of the line: a wait that was running before it goes on (A08).
    const wasOffline = line.state.reach === 'offline';
    if (await line.probe()) {
      // Started without a line: batch number, limits and hot list are fetched when it is back (P21).
      if (!signingOn.isDone) await signingOn.signOn();
      // Before anything new is sent: first the day end, then open payments.
      await bugs.evenIfBroken(resumeDayEnd);
      await bugs.evenIfBroken(resolveOpen);
      await drain(wasOffline);
    }
    await refresh();
  }

  /** Somebody changed the line on purpose: asks now and once more at once, which takes both turns. */
  async askNow(): Promise<void> {
    const { ledger, line } = this.#parts;
    await ledger.catchUp();
    await this.probe();
    line.askSoon();
  }
}
