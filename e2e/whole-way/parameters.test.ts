import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { describe, expect, it } from 'vitest';
import { valueOf } from '../value-of.ts';
import { shopForTests } from './shop-for-tests.ts';

/** What the bank signs for a till, from the bank's books to what the till goes by. */
describe('parameters, all the way', () => {
  const shop = shopForTests();
  const { merchantId } = DEMO_MERCHANT;
  const inForce = async () => valueOf(await shop.till.host.about()).terminal?.parameters;
  const notices = async () => {
    const records = valueOf(await shop.till.host.readJournal({ from: 1, limit: 1000 }));
    return records.flatMap(({ body }) =>
      body.kind === 'notice' && body.code === 'parameters-older' ? [body.detail] : [],
    );
  };
  /** Books that were put back in part: what a bank would sign then. */
  const putBack = (part: 'hotListVersion' | 'keysVersion', by: number) =>
    shop.bank.rows(
      `UPDATE parameters SET version = version + 1, body = body || jsonb_build_object(
         'version', version + 1, $1::text, (body ->> $1)::int + $2::int)`,
      [part, by],
    );

  it('P15 P21 a stopped card and a revoked key stay so: an older list or older keys under a newer version are not taken', async () => {
    await shop.bank.admin('hot-cards', { merchantId, cardId: 'good-tap', isHot: true });
    await shop.bank.admin('authority-keys', { merchantId, index: 0xe1, isTrusted: false });
    await shop.till.signOn();
    const held = await inForce();
    expect(held).toMatchObject({ hotListVersion: 2, keysVersion: 2, chip: { authorityKeys: [] } });
    for (const part of ['hotListVersion', 'keysVersion'] as const) {
      await putBack(part, -1);
      await shop.till.signOn();
      expect(await inForce()).toEqual(held);
      await putBack(part, 1);
    }
    expect(await notices()).toEqual(['hotListVersion 1 under 2', 'keysVersion 1 under 2']);
    await shop.restart();
    expect(await inForce()).toEqual(held);
    await shop.bank.admin('authority-keys', { merchantId, index: 0xe1, isTrusted: true });
    await shop.bank.admin('hot-cards', { merchantId, cardId: 'good-tap', isHot: false });
    await shop.till.signOn();
    expect(await inForce()).toMatchObject({ hotListVersion: 3, keysVersion: 3 });
  });
});
