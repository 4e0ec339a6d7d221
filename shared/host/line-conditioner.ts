import type { LineConditions } from '../contracts/line-conditions.ts';
import { err } from '../lib/result.ts';
import type { HostClock, HttpTransport, TransportFault } from './ports.ts';

/** What is lost once is lost by count: each of these takes one from its counter. */
export interface LossCounters {
  readonly takeLostAnswer: () => boolean;
  readonly takeLostRequest: () => boolean;
}

/**
 * The trainer's hand on the cable (demo and training merchants only): the same real transport,
 * with the faults of a real line in front of it. A lost answer is really lost: the request goes
 * out, the bank does its work, and only the way back is cut. A lost request never arrives: nobody
 * says so, and the till waits its whole time-out for an answer that cannot come.
 *
 * Echoes are never the message that gets lost: a trainer means the next payment or batch, and an
 * echo every few seconds would catch it first.
 */
export function conditionedTransport(
  real: HttpTransport,
  clock: HostClock,
  conditions: () => LineConditions,
  counters: LossCounters,
): HttpTransport {
  return {
    send: async (request) => {
      if (isDown(conditions(), clock.nowMs())) return err(CABLE_OUT);
      const { delayMs } = conditions();
      if (delayMs > 0) await clock.sleep(Math.min(delayMs, request.timeoutMs));
      if (delayMs >= request.timeoutMs) return err(ANSWER_LOST);
      const matters = !request.url.endsWith('/echo');
      if (matters && counters.takeLostRequest()) {
        await clock.sleep(request.timeoutMs - delayMs);
        return err(ANSWER_LOST);
      }
      const answer = await real.send(request);
      // Cut while it was on its way: what the bank did, it did.
      if (isDown(conditions(), clock.nowMs())) return err(ANSWER_LOST);
      return answer.ok && matters && counters.takeLostAnswer() ? err(ANSWER_LOST) : answer;
    },
  };
}

function isDown({ cut, flapping, flapMs }: LineConditions, nowMs: number): boolean {
  return cut || (flapping && Math.floor(nowMs / flapMs) % 2 === 1);
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
