import { describe, expect, it } from 'vitest';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import type { LineState } from '../../../shared/domain/line-state.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { Reachability } from './reachability.ts';

type Answer = 'answers' | LineFault['cause'];

/** A line that behaves as it is told, under a clock that only moves when somebody sleeps. */
function watched(first: Answer = 'answers') {
  let [nowMs, answer, saysOffline] = [0, first, false];
  const [slept, seen, bankTimes]: [number[], LineState[], number[]] = [[], [], []];
  let asked = 0;
  let network: () => void = () => undefined;
  const line = new Reachability(
    {
      clock: {
        nowMs: () => nowMs,
        passedMs: () => nowMs,
        utcOffsetMinutes: () => 480,
        sleep: (waitMs, signal) => {
          if (signal?.aborted === true) return Promise.resolve();
          slept.push(waitMs);
          nowMs += waitMs;
          return Promise.resolve();
        },
      },
      random: { unit: () => 1 },
      network: {
        saysOffline: () => saysOffline,
        onChange: (listener) => {
          network = listener;
          return () => undefined;
        },
      },
      echo: () => {
        asked += 1;
        const code = answer === 'portal' ? 'line-not-the-bank' : 'line-no-answer';
        return Promise.resolve(
          answer === 'answers'
            ? ok({ answer: { bankId: 'bank', timeMs: 1 }, bankTimeMs: 77, tookMs: 12 })
            : err({ code, cause: answer, mayHaveArrived: true, retryAfterMs: null, detail: '' }),
        );
      },
    },
    { changed: (state) => seen.push(state), bankTime: (ms) => bankTimes.push(ms) },
  );
  return {
    line,
    slept,
    seen,
    bankTimes,
    asked: () => asked,
    becomes: (next: Answer) => {
      answer = next;
    },
    machineSays: (offline: boolean) => {
      saysOffline = offline;
      network();
    },
  };
}

describe('is the bank there?', () => {
  it('P14 unknown at first; the first answer decides, with its latency and the bank’s time', async () => {
    const { line, bankTimes } = watched();
    expect(line.state.reach).toBe('unknown');
    expect(await line.probe()).toBe(true);
    expect(line.state).toMatchObject({ reach: 'online', latencyMs: 12, trouble: null });
    expect(bankTimes).toEqual([77]);
  });

  it('P14 one lost answer is no news; the second in a row is, with the cause', async () => {
    const { line, becomes } = watched();
    await line.probe();
    becomes('internet');
    expect(await line.probe()).toBe(false);
    expect(line.online).toBe(true);
    await line.probe();
    expect(line.state).toMatchObject({ reach: 'offline', trouble: { cause: 'internet' } });
  });

  it('P14 one answer does not make a line; the second in a row does', async () => {
    const { line, becomes } = watched('bank');
    await line.probe();
    becomes('answers');
    await line.probe();
    expect(line.state).toMatchObject({ reach: 'offline', trouble: { cause: 'bank' } });
    await line.probe();
    expect(line.state).toMatchObject({ reach: 'online', trouble: null });
  });

  it('P14 F18 up and down by turns never looks like a line', async () => {
    const { line, becomes } = watched('internet');
    for (let turn = 0; turn < 10; turn += 1) {
      becomes(turn % 2 === 0 ? 'internet' : 'answers');
      await line.probe();
      expect(line.online).toBe(false);
    }
  });

  it('F22 a portal counts as offline and is called by its name', async () => {
    const { line } = watched('portal');
    await line.probe();
    expect(line.state.trouble).toEqual({ cause: 'portal', code: 'line-not-the-bank' });
  });

  it('P14 a payment without an answer and a probe without one are two failures', async () => {
    const { line, becomes } = watched();
    await line.probe();
    becomes('bank');
    expect(await line.attemptFailed()).toBe(false);
    expect(line.online).toBe(false);
  });

  it('P14 a payment without an answer while the bank still echoes: slow, not dead', async () => {
    const { line } = watched();
    await line.probe();
    expect(await line.attemptFailed()).toBe(true);
    expect(line.state).toMatchObject({ reach: 'online', against: 0 });
  });

  it('P14 the machine may say offline, at once and without a question; online it may not say', async () => {
    const { line, machineSays, asked, becomes } = watched();
    await line.probe();
    machineSays(true);
    expect(await line.probe()).toBe(false);
    expect(line.state).toMatchObject({ reach: 'offline', trouble: { cause: 'own-network' } });
    expect(asked()).toBe(1);
    becomes('internet');
    machineSays(false);
    await line.probe();
    expect(line.state).toMatchObject({ reach: 'offline', trouble: { cause: 'internet' } });
  });

  it('P14 forced offline is at once, and ends with the first answer after it', async () => {
    const { line, becomes } = watched();
    await line.probe();
    becomes('forced');
    await line.probe();
    expect(line.state).toMatchObject({ reach: 'offline', trouble: { cause: 'forced' } });
    becomes('answers');
    await line.probe();
    expect(line.online).toBe(true);
  });

  it('P14 asks again quickly after a surprise, calmly while all is well, ever slower while not', async () => {
    const { line, becomes, slept } = watched();
    const turn = async (): Promise<void> => {
      await line.probe();
      await line.pause();
    };
    await turn();
    becomes('internet');
    for (let i = 0; i < 7; i += 1) await turn();
    becomes('answers');
    await turn();
    await turn();
    expect(slept).toEqual([
      5_000, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 1_000, 5_000,
    ]);
  });

  it('P14 a hint of the machine cuts the wait short', async () => {
    const { line, slept } = watched('internet');
    await line.probe();
    line.askSoon();
    await line.pause();
    expect(slept).toEqual([]);
    await line.pause();
    expect(slept).toHaveLength(1);
  });

  it('P14 two who ask at once share one question', async () => {
    const { line, asked } = watched();
    await Promise.all([line.probe(), line.probe()]);
    expect(asked()).toBe(1);
  });
});
