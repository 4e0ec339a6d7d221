import { failure } from '../contracts/error-codes.ts';
import type { TillHost } from '../contracts/host.ts';
import type { JournalBody } from '../domain/journal.ts';
import { err } from '../lib/result.ts';
import { unsent } from './guard.ts';

/**
 * Voids as a window may ask for them (PROTOCOL P28, F38): none leaves but one whose intent this host
 * has written down with a supervisor's PIN, under that supervisor's name. After a restart it is asked
 * about or reversed, never sent again (P5).
 */
export class AllowedVoids {
  readonly #supervisorOf = new Map<string, string>();

  /** The record is on the disk: what it allows may leave. */
  written(bodies: readonly JournalBody[]): void {
    for (const body of bodies) {
      if (body.kind !== 'supervisor-act' || body.voiding === undefined) continue;
      if (body.act === 'void') this.#supervisorOf.set(body.voiding.id, body.supervisorId);
    }
  }

  line({ authorise }: Pick<TillHost, 'authorise'>): Pick<TillHost, 'authorise'> {
    const refused = err(unsent(failure('role-missing', 'no supervisor has allowed this void')));
    return {
      authorise: async (request) => {
        const { core, attempt } = request;
        const isAllowed = this.#supervisorOf.get(core.id) === attempt.operatorId;
        return core.kind === 'purchase' || isAllowed ? authorise(request) : refused;
      },
    };
  }
}
