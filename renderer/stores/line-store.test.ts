import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { CLEAR_LINE, type LineConditions } from '../../shared/contracts/line-conditions.ts';
import { ok } from '../../shared/lib/result.ts';
import { NO_FIGURES } from '../services/queue/figures.ts';
import { FakeTill } from '../services/testing/fake-till.ts';
import { createLineStore, MOST_LOST } from './line-store.ts';
import type { TillState } from './till-store.ts';

/** A host that keeps the conditions, and a till that is asked whether the bank is there. */
function bench() {
  let kept: LineConditions = CLEAR_LINE;
  const host = {
    ...new FakeTill().host,
    lineConditions: () => Promise.resolve(ok(kept)),
    setLineConditions: (wanted: LineConditions) => {
      kept = wanted;
      return Promise.resolve(ok(kept));
    },
  };
  const till = createStore<TillState>()(() => NO_FIGURES as TillState);
  const askNow = vi.fn(() => Promise.resolve());
  const store = createLineStore({ host }, { till, openTill: () => ({ heartbeat: { askNow } }) });
  return {
    store,
    till,
    askNow,
    kept: () => kept,
    gotLost: () => {
      kept = { ...kept, loseNextAnswers: kept.loseNextAnswers - 1 };
    },
  };
}

describe('the line panel', () => {
  it('P14 a cut is asked about at once, so that the bar is not wrong for long', async () => {
    const { store, askNow, kept } = bench();
    await store.getState().change({ cut: true });
    expect(kept().cut).toBe(true);
    expect(store.getState().line.cut).toBe(true);
    expect(askNow).toHaveBeenCalledOnce();
  });

  it('P5 a lost answer is taken off the counter, and no later change puts it back', async () => {
    const { store, kept, gotLost } = bench();
    const press = () => store.getState().lose('loseNextAnswers', 1);
    await Promise.all([press(), press()]);
    expect(kept().loseNextAnswers).toBe(2);
    gotLost();
    await store.getState().change({ delayMs: 700 });
    expect(kept()).toMatchObject({ delayMs: 700, loseNextAnswers: 1 });
  });

  it('shows a counter that ran down by itself when the figures change, until nobody watches', async () => {
    const { store, till, gotLost } = bench();
    await store.getState().lose('loseNextAnswers', 1);
    const stop = store.getState().watch();
    gotLost();
    till.setState({ journalNumber: 7 });
    await vi.waitFor(() => expect(store.getState().line.loseNextAnswers).toBe(0));
    stop();
  });

  it('never counts below none or above what one lesson needs', async () => {
    const { store, kept } = bench();
    await store.getState().lose('loseNextRequests', -1);
    expect(kept().loseNextRequests).toBe(0);
    for (let i = 0; i <= MOST_LOST; i += 1) await store.getState().lose('loseNextRequests', 1);
    expect(kept().loseNextRequests).toBe(MOST_LOST);
  });
});
