import { expect, it } from 'vitest';
import { isYes, judgeCard } from './issuer-rules.ts';
import type { CardAccount, OpenedCard } from './records.ts';

const chip = { genuine: false, fault: 'missing' } as const;
const card: OpenedCard = {
  cardHash: 'h',
  maskedNumber: '',
  checkDigitValid: true,
  pinHash: null,
  chip,
};
const account: CardAccount = {
  cardHash: 'h',
  id: 'c',
  expiry: '2026-11',
  standing: 'good',
  verification: 'none',
  pinHash: 'right',
  wrongPins: 0,
  limitMinor: 1000n,
  availableMinor: 500n,
  heldMinor: 0n,
  approvesInPart: false,
  yesIsDefective: false,
};
const online = { ...account, verification: 'online-pin' as const };
const withPin = (pinHash: string | null): OpenedCard => ({ ...card, pinHash });
const lastDay = Date.UTC(2026, 10, 30, 23);

// In order of precedence: each line but the first also breaks the rule of a later one.
it.each([
  ['yes', card, account, 500n, false, '00', 0],
  ['check digit before all', { ...card, checkDigitValid: false }, undefined, 5000n, true, '14', 0],
  [
    'a PIN that nobody can read before the issuer is asked',
    { ...card, isPinUnreadable: true },
    online,
    5000n,
    true,
    '99',
    0,
  ],
  ['issuer down before unknown', card, undefined, 5000n, true, '91', 0],
  ['unknown account', card, undefined, 5000n, false, '14', 0],
  [
    'stolen before expired',
    card,
    { ...account, standing: 'stolen', expiry: '2020-01' },
    5000n,
    false,
    '43',
    0,
  ],
  [
    'expired before restricted',
    card,
    { ...account, standing: 'restricted', expiry: '2026-10' },
    5000n,
    false,
    '54',
    0,
  ],
  [
    'restricted before PIN',
    withPin('wrong'),
    { ...online, standing: 'restricted' },
    5000n,
    false,
    '62',
    0,
  ],
  [
    'too many PINs, even when right',
    withPin('right'),
    { ...online, wrongPins: 3 },
    1n,
    false,
    '75',
    3,
  ],
  ['PIN missing is not a wrong try', withPin(null), online, 5000n, false, '55', 0],
  ['PIN wrong counts before money', withPin('wrong'), online, 5000n, false, '55', 1],
  ['third wrong PIN', withPin('wrong'), { ...online, wrongPins: 2 }, 1n, false, '75', 3],
  ['right PIN clears the count', withPin('right'), { ...online, wrongPins: 2 }, 1n, false, '00', 0],
  ['a PIN nobody asked for counts when wrong', withPin('wrong'), account, 500n, false, '55', 1],
  ['a PIN nobody asked for may be right', withPin('right'), account, 500n, false, '00', 0],
  ['limit before funds', card, account, 1001n, false, '61', 0],
  ['at the limit, funds', card, account, 1000n, false, '51', 0],
  ['one fen short', card, account, 501n, false, '51', 0],
] as const)('%s', (_, asked, known, amountMinor, issuerDown, code, wrongPins) => {
  const question = { card: asked, account: known, amountMinor, issuerDown, nowMs: lastDay };
  const approvedMinor = code === '00' ? amountMinor : 0n;
  const said = judgeCard({ ...question, chipGenuine: true, mayBePart: true });
  expect(said).toEqual({ code, wrongPins, approvedMinor });
});

const inPart = { ...account, approvesInPart: true };

// What there is, where its issuer does that and somebody stands there who can pay the rest.
it.each([
  ['one fen short', inPart, 501n, true, '10', 500n],
  ['all of it is no part', inPart, 500n, true, '00', 500n],
  ['nothing there', { ...inPart, availableMinor: 0n }, 1n, true, '51', 0n],
  ['all of it held', { ...inPart, heldMinor: 500n }, 1n, true, '51', 0n],
  ['a part of it held', { ...inPart, heldMinor: 300n }, 201n, true, '10', 200n],
  ['overdrawn', { ...inPart, availableMinor: -1n }, 1n, true, '51', 0n],
  ['the limit comes first', inPart, 1001n, true, '61', 0n],
  ['a part would be of no use', inPart, 501n, false, '51', 0n],
  ['an issuer that says all or nothing', account, 501n, true, '51', 0n],
] as const)('P5 in part: %s', (_, known, amountMinor, mayBePart, code, approvedMinor) => {
  const asked = { card, account: known, amountMinor, issuerDown: false, nowMs: lastDay };
  const said = judgeCard({ ...asked, chipGenuine: true, mayBePart });
  expect(said).toEqual({ code, approvedMinor, wrongPins: 0 });
});

it('P17 a chip that is not genuine hears no more than that, and no PIN is counted against it', () => {
  const asked = { card: withPin('wrong'), account: online, amountMinor: 1n, issuerDown: false };
  const said = judgeCard({ ...asked, chipGenuine: false, mayBePart: true, nowMs: lastDay });
  expect(said).toEqual({ code: '59', approvedMinor: 0n, wrongPins: 0 });
});

const defective = { ...account, yesIsDefective: true };

it.each([
  [102n, 'A2', 102n],
  [104n, 'A4', 104n],
  [105n, 'A5', 105n],
  [106n, 'A6', 106n],
  [100n, 'A2', 100n],
  // A no is as plain as any; and where nothing is taken, as a balance is asked, nothing is defective.
  [504n, '51', 0n],
  [1004n, '61', 0n],
  [0n, '00', 0n],
])('a defective success: %s gives %s, all of it or nothing', (amountMinor, code, approvedMinor) => {
  const said = judgeCard({
    card,
    account: defective,
    amountMinor,
    issuerDown: false,
    chipGenuine: true,
    mayBePart: true,
    nowMs: lastDay,
  });
  expect(said).toMatchObject({ code, approvedMinor });
  expect(isYes(said.code)).toBe(amountMinor === 0n || approvedMinor > 0n);
});
