import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../shared/lib/assert.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, statesOf } from '../books.ts';
import { ACTIVATIONS } from '../cable.ts';
import { ElectronTill } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import { ActivationPage } from '../page-models/activation-page.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import { RunningBank } from '../whole-way/running-bank.ts';

const WATER = SHELF.water.barcode;
/** Of one client, within the bank's window (P25). */
const MOST_WRONG = 10;
const WINDOW_MS = 11 * 60_000;

/** Programs on one machine, each with a folder of its own, and none knows who it is. */
async function withNew(
  names: readonly string[],
  bankUrl: string,
  work: (tills: readonly TillPage[], machines: readonly ElectronTill[]) => Promise<void>,
): Promise<void> {
  const folders = await Promise.all(
    names.map((name) => mkdtemp(join(tmpdir(), `twintill-e2e-${name}-`))),
  );
  const machines = folders.map(
    (folder) => new ElectronTill({ folder, bankUrl, activationCode: 'nobody gave me one' }),
  );
  try {
    await work(await Promise.all(machines.map((machine) => machine.start())), machines);
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
  await withNew(['a', 'b'], cable.url, async (tills) => {
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

test('A02 P25 the bank says nothing at the first start: there is a window, and it opens once the bank answers', async ({
  bank,
  cable,
  terminal,
  machine,
}) => {
  const asked = cable.hold(ACTIVATIONS, 'request');
  const till = await machine.start();
  await asked.reached;
  await expect(till.page.getByText(till.words.say('frame', 'opening'))).toBeVisible();
  asked.passOn();
  await till.waitUntilOnline();
  await till.sell([WATER], { by: 'cash' });
  await till.waitUntilAllSent();
  await expectSoundBooks(bank, terminal);
});

test('F39 a code is guessed at the screen: ten wrong ones are heard, then nobody is; the right one works later', async () => {
  // A bank of its own: what is guessed here shuts the door for everybody who comes by this way.
  const bank = await RunningBank.start();
  const { activationCode } = await bank.newTerminal();
  const { url } = bank.ready;
  const guessed = withNew(['guesser'], url, async ([till]) => {
    const guesser = present(till, 'the till of a guesser');
    const form = new ActivationPage(guesser.page, guesser.words);
    const tries = async (code: string): Promise<void> => {
      await form.fillIn(code, url);
      await form.activate();
    };
    await form.isShown();
    // What the launcher brought along is no code; where it asked is known.
    await expect(form.refusal('activation-code-invalid')).toBeVisible();
    await expect(form.bankUrl).toHaveValue(url);
    for (let i = 0; i < MOST_WRONG; i += 1) {
      await tries(guess(activationCode, i));
      await expect(form.refusal('activation-code-invalid')).toBeVisible();
    }
    for (const code of [guess(activationCode, MOST_WRONG), activationCode]) {
      await tries(code);
      await expect(form.refusal('too-many-requests')).toBeVisible();
    }
    await bank.moveClock(WINDOW_MS);
    await tries(activationCode);
    await guesser.waitUntilOnline();
  });
  try {
    await guessed;
  } finally {
    await bank.stop();
  }
});

test('P24 a terminal whose till has something unsettled: the new one is told how much, until the bank releases it', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.waitUntilAllSent();
  // The till says so too, of what only it may know (P24).
  await till.goTo('settings');
  await till.settings.seesKept('keeps.unsettled', 1);
  const { terminalId } = terminal;
  const issued = await bank.admin('activation-codes', { terminalId });
  const { activationCode } = issued as { readonly activationCode: string };
  await withNew(['replacement'], cable.url, async ([one]) => {
    const fresh = present(one, 'the till that is to replace it');
    const form = new ActivationPage(fresh.page, fresh.words);
    await form.isShown();
    await form.fillIn(activationCode, cable.url);
    await form.activate();
    const refusal = form.refusal('terminal-in-use');
    await expect(refusal).toContainText(
      fresh.words
        .say('frame', 'openElsewhere')
        .replace('{{toSend}}', '0')
        .replace('{{toSettle}}', '1'),
    );
    await bank.admin('released-terminals', { terminalId });
    await form.activate();
    await fresh.waitUntilOnline();
  });
});

test('P25 where the keys are to rest: a file is refused to a live merchant, with the reason; under a passphrase it is asked at each start', async ({
  bank,
  cable,
}) => {
  const merchantId = '898310054110825';
  const names = { name: 'No plain file', shopName: 'No plain file' };
  await bank.admin('merchants', { merchantId, mode: 'live', ...names });
  const { activationCode } = await bank.newTerminal(merchantId);
  await withNew(['live'], cable.url, async ([one], [machine]) => {
    const [fresh, itself] = [present(one, 'its window'), present(machine, 'its program')];
    const form = new ActivationPage(fresh.page, fresh.words);
    await form.isShown();
    await expect(form.level('file')).toBeChecked();
    await form.fillIn(activationCode, cable.url);
    await form.activate();
    await expect(form.refusal('key-store-too-weak')).toBeVisible();
    await expect(form.level('file')).toBeDisabled();
    await expect(form.level('passphrase')).toBeChecked();
    await expectNoBarrier(fresh.page, 'no plain file');
    // A slip of the finger would lock the shop out.
    await form.typePassphrase('three blue kettles', 'three blue kettle');
    await expect(form.button).toBeDisabled();
    await form.typePassphrase('three blue kettles');
    await form.activate();
    await expect(fresh.lock.nobody).toBeVisible();

    const again = await itself.restart();
    await again.passphrase.isShown();
    await again.passphrase.type('three blue kettle');
    await again.passphrase.isRefused();
    await again.passphrase.type('three blue kettles');
    await expect(again.lock.nobody).toBeVisible();
  });
  const [known] = await bank.rows<{ key_store_level: string }>(
    'SELECT key_store_level FROM terminals WHERE merchant_id = $1',
    [merchantId],
  );
  expect(known?.key_store_level).toBe('passphrase');
});

/** Right in form and in the bank's fingerprint; only what must be known is wrong. */
function guess(code: string, turn: number): string {
  return `${String(turn).padStart(4, '0')}-0000-0000-0000-0000-0000-${code.slice(30)}`;
}
