import { expect, it } from 'vitest';
import type { AuthorisationRequest } from '../contracts/bank-api.ts';
import { minor } from '../domain/money.ts';
import {
  SAMPLE_HOLD,
  sampleHold,
  sampleRefund,
  SAMPLE_STATUS,
} from '../domain/testing/sample-sale.ts';
import { present } from '../lib/assert.ts';
import { err } from '../lib/result.ts';
import { AllowedVoids } from './void-gate.ts';

const refund = sampleRefund(SAMPLE_STATUS.authorizing);
const { core: refundCore } = present(refund.payments[0], 'the payment');
const ACT = {
  kind: 'supervisor-act',
  act: 'refund',
  supervisorId: '00',
  approvalId: 'a',
  reason: '',
  outboxKey: '',
  saleId: refund.id,
} as const;

/** Whether this is sent, once these have been written down. */
async function leaves(
  written: Parameters<AllowedVoids['written']>[0],
  change: Partial<AuthorisationRequest['core']> = {},
  operatorId = '00',
  core = refundCore,
): Promise<boolean> {
  const noted: string[] = [];
  const gate = new AllowedVoids((why) => Promise.resolve(void noted.push(why)));
  gate.written(written);
  let sent = false;
  const line = gate.line({
    authorise: () => {
      sent = true;
      const fault = { code: 'line-no-answer', detail: '', mayHaveArrived: true } as const;
      return Promise.resolve(err({ ...fault, cause: 'bank', retryAfterMs: null }));
    },
  });
  const attempt = { sentAtMs: 0, operatorId, deliveredUpTo: 0 };
  await line.authorise({ core: { ...core, ...change }, attempt });
  expect(noted).toEqual(sent ? [] : [`${change.kind ?? core.kind}: role-missing`]);
  return sent;
}

it('F38 P28 a refund leaves as it was written down with a PIN, and in no other way', async () => {
  const written = [{ ...ACT, refunding: refund }];
  expect(await leaves(written)).toBe(true);
  expect(await leaves([])).toBe(false);
  expect(await leaves([{ ...ACT, act: 'void', refunding: refund }])).toBe(false);
  expect(await leaves([{ kind: 'sale', step: 'intent', sale: refund, outbox: [] }])).toBe(false);
  expect(await leaves(written, { amountMinor: minor(601) })).toBe(false);
  expect(await leaves(written, { originalId: 'payment-9' })).toBe(false);
  expect(await leaves(written, { kind: 'void' })).toBe(false);
  expect(await leaves(written, {}, '02')).toBe(false);
  expect(await leaves([], { kind: 'purchase' }, '01')).toBe(true);
});

it('F38 P28 a hold is let go as it was written down with a PIN; to hold or complete needs none', async () => {
  const releasing = sampleHold(SAMPLE_STATUS.authorizing, { act: 'release', of: SAMPLE_HOLD });
  const { core } = present(releasing.payments[0], 'the payment');
  const written = [{ ...ACT, act: 'release', releasing }] as const;
  expect(await leaves(written, {}, '00', core)).toBe(true);
  expect(await leaves([], {}, '00', core)).toBe(false);
  expect(await leaves([{ ...ACT, releasing }], {}, '00', core)).toBe(false);
  expect(await leaves(written, { originalId: 'hold-9' }, '00', core)).toBe(false);
  expect(await leaves(written, {}, '01', core)).toBe(false);
  for (const kind of ['pre-authorisation', 'completion'] as const) {
    expect(await leaves([], { kind }, '01', core)).toBe(true);
  }
});
