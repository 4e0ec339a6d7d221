import { failure } from '../contracts/error-codes.ts';
import type { TillHost } from '../contracts/host.ts';
import { begunBy, type JournalBody } from '../domain/journal.ts';
import { needsSupervisor, type PaymentKind } from '../domain/payment.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err } from '../lib/result.ts';
import { unsent } from './guard.ts';

/**
 * Voids, refunds and releases as a window may ask for them (PROTOCOL P28, F38): none leaves but one whose
 * intent this host has written down with a supervisor's PIN, under that supervisor's name and as it was
 * written: what goes back, and of what, is what the PIN was typed for. After a restart it is asked about
 * or reversed, never sent again (P5).
 */
export class AllowedVoids {
  readonly #noteRefusal: (why: string) => Promise<void>;
  readonly #allowed = new Map<string, { readonly supervisorId: string; readonly core: string }>();

  constructor(noteRefusal: (why: string) => Promise<void>) {
    this.#noteRefusal = noteRefusal;
  }

  /** The record is on the disk: what it allows may leave. */
  written(bodies: readonly JournalBody[]): void {
    for (const body of bodies) {
      if (body.kind !== 'supervisor-act') continue;
      const { act, voiding, supervisorId } = body;
      const allowed = act === 'void' ? [voiding] : (begunBy(body)?.payments ?? []);
      for (const payment of allowed) {
        if (payment === undefined || payment.core.kind !== KIND_OF_ACT[act]) continue;
        this.#allowed.set(payment.core.id, { supervisorId, core: canonicalJson(payment.core) });
      }
    }
  }

  line({ authorise }: Pick<TillHost, 'authorise'>): Pick<TillHost, 'authorise'> {
    const refused = err(unsent(failure('role-missing', 'no supervisor has allowed this')));
    return {
      authorise: async (request) => {
        const { core, attempt } = request;
        if (!needsSupervisor(core.kind)) return authorise(request);
        const allowed = this.#allowed.get(core.id);
        const isSame = allowed?.core === canonicalJson(core);
        if (isSame && allowed.supervisorId === attempt.operatorId) return authorise(request);
        await this.#noteRefusal(`${core.kind}: role-missing`);
        return refused;
      },
    };
  }
}

type Act = Extract<JournalBody, { kind: 'supervisor-act' }>['act'];

const KIND_OF_ACT: { readonly [One in Act]?: PaymentKind } = {
  void: 'void',
  refund: 'refund',
  release: 'pre-authorisation-void',
};
