import type { LineConditions } from '../contracts/host.ts';
import { err } from '../lib/result.ts';
import type { HostClock, HttpTransport, TransportFault } from './ports.ts';

/** Up and down by turns of this length while the trainer lets the line flap. */
export const FLAP_MS = 3_000;

/**
 * The trainer's hand on the cable (demo and training merchants only): the same real transport,
 * with the faults of a real line in front of it. A lost answer is really lost: the request goes
 * out, the bank does its work, and only the way back is cut.
 */
export function conditionedTransport(
  real: HttpTransport,
  clock: HostClock,
  conditions: () => LineConditions,
  takeLostAnswer: () => boolean,
): HttpTransport {
  return {
    send: async (request) => {
      const { cut, delayMs, flapping } = conditions();
      const down = flapping && Math.floor(clock.nowMs() / FLAP_MS) % 2 === 1;
      if (cut || down) return err(CABLE_OUT);
      if (delayMs > 0) await clock.sleep(Math.min(delayMs, request.timeoutMs));
      if (delayMs >= request.timeoutMs) return err(ANSWER_LOST);
      const answer = await real.send(request);
      // Cut while it was on its way: what the bank did, it did.
      if (conditions().cut) return err(ANSWER_LOST);
      return answer.ok && takeLostAnswer() ? err(ANSWER_LOST) : answer;
    },
  };
}

const CABLE_OUT: TransportFault = {
  cause: 'own-network',
  mayHaveArrived: false,
  detail: 'the trainer has pulled the cable',
};

const ANSWER_LOST: TransportFault = {
  cause: 'internet',
  mayHaveArrived: true,
  detail: 'the answer got lost on the way',
};
