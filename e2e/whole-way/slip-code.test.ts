import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSlip } from '../../renderer/services/slips/slip-check.ts';
import { minor } from '../../shared/domain/money.ts';
import { codesOnSlip } from '../../shared/domain/provisional-slip.ts';
import { present } from '../../shared/lib/assert.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** Two tills of one shop: what the one has promised, the other can be asked about (P19). */
describe('a provisional slip that is scanned at another till', () => {
  let bank: RunningBank;
  let folders: string[];
  let seller: HeadlessTill;
  let other: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
    folders = await Promise.all(
      ['seller', 'other'].map((name) => mkdtemp(join(tmpdir(), `twintill-slip-${name}-`))),
    );
    seller = await startHeadlessTill(folders[0] ?? '', bank.ready);
    const { activationCode } = await bank.newTerminal();
    const second = { url: bank.ready.url, demoActivationCode: activationCode };
    other = await startHeadlessTill(folders[1] ?? '', second);
  });

  afterAll(async () => {
    await Promise.all([seller, other].map(({ host }) => host.close()));
    await bank.stop();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  });

  async function promise(cardId: string): Promise<string> {
    await seller.line({ cut: true });
    const { sale } = await seller.sellByCard(cardId, {
      lineUsable: false,
      amountMinor: minor(900),
    });
    await seller.line({});
    const slip = present(codesOnSlip(present(sale, 'the sale'))[0], 'the promise');
    return valueOf(await seller.host.signSlip(slip));
  }
  const send = () => seller.outbox.drain({ urgent: true });

  it('P19 I9 unknown until the bank has it, then final; the till that sold it knows that it waits', async () => {
    const code = await promise('good-tap');
    expect(await checkSlip(other, code)).toMatchObject({ fate: 'unknown' });
    expect(await checkSlip(seller, code)).toMatchObject({ fate: 'unsent' });
    await other.line({ cut: true });
    expect(await checkSlip(other, code)).toMatchObject({ kind: 'not-asked', isUnsent: false });
    await other.line({});
    await send();
    for (const till of [seller, other]) {
      expect(await checkSlip(till, code)).toMatchObject({
        fate: 'final',
        slip: { amountMinor: 900 },
      });
    }
  });

  it('P19 refused later: declined at every till', async () => {
    const code = await promise('poor');
    await send();
    for (const till of [seller, other]) {
      expect(await checkSlip(till, code)).toMatchObject({
        fate: 'declined',
        answer: { code: '51' },
      });
    }
  });

  it('P19 one digit changed, torn, or made elsewhere: nobody is asked about it', async () => {
    const code = await promise('good-tap');
    const at = code.length - 5;
    const changed = `${code.slice(0, at)}${(Number(code[at]) + 1) % 10}${code.slice(at + 1)}`;
    const failures = await Promise.all(
      [changed, code.slice(0, 60), `79${'1'.repeat(80)}`].map((one) => checkSlip(other, one)),
    );
    expect(failures).toMatchObject([
      { kind: 'not-ours', failure: { code: 'slip-code-forged' } },
      { kind: 'not-ours', failure: { code: 'slip-code-torn' } },
      { kind: 'not-ours', failure: { code: 'slip-code-forged' } },
    ]);
  });
});
