import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectSoundBooks, statesOf } from '../books.ts';
import { ElectronTill } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import { ActivationPage } from '../page-models/activation-page.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

/** Two programs on one machine, each with a folder of its own, and neither knows who it is. */
async function withTwo(
  bankUrl: string,
  work: (tills: readonly [TillPage, TillPage]) => Promise<void>,
): Promise<void> {
  const folders = await Promise.all(
    ['a', 'b'].map((name) => mkdtemp(join(tmpdir(), `twintill-e2e-${name}-`))),
  );
  const machines = folders.map(
    (folder) => new ElectronTill({ folder, bankUrl, activationCode: 'nobody gave me one' }),
  );
  try {
    const [first, second] = await Promise.all(machines.map((machine) => machine.start()));
    if (first === undefined || second === undefined) throw new Error('two tills were expected');
    await work([first, second]);
  } finally {
    for (const machine of machines) await machine.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

test('F39 one code at two tills at the same instant: one sells, the other is told why, and the code is dead', async ({
  bank,
  cable,
  terminal,
}) => {
  await withTwo(cable.url, async (tills) => {
    const forms = tills.map(({ page, words }) => new ActivationPage(page, words));
    for (const form of forms) {
      await form.isShown();
      await form.fillIn(terminal.activationCode, cable.url);
    }
    await Promise.all(forms.map((form) => form.activate()));
    const refusals = forms.map((form) => form.refusal('activation-code-used'));
    const isRefused = async (): Promise<boolean[]> =>
      Promise.all(refusals.map((refusal) => refusal.isVisible()));
    await expect.poll(async () => (await isRefused()).filter(Boolean)).toHaveLength(1);
    const winner = tills[(await isRefused()).indexOf(false)];
    if (winner === undefined) throw new Error('a winner was expected');
    await winner.waitUntilOnline();
    await winner.sell([WATER], { by: 'card', cardId: 'good-tap' });
    await winner.waitUntilAllSent();
    expect(await statesOf(bank, terminal)).toEqual(['approved']);

    const loser = forms[(await isRefused()).indexOf(true)];
    await loser?.fillIn(terminal.activationCode.toLowerCase(), cable.url);
    await loser?.activate();
    await expect.poll(async () => (await isRefused()).filter(Boolean)).toHaveLength(1);
    const devices = await bank.rows<{ device_key_id: string | null }>(
      'SELECT device_key_id FROM terminals WHERE id = $1',
      [terminal.terminalId],
    );
    expect(devices).toHaveLength(1);
    expect(devices[0]?.device_key_id).toEqual(expect.any(String));
    await expectSoundBooks(bank, terminal);
  });
});
