import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { authorisationRequest } from '../../shared/contracts/bank-api.ts';
import { present } from '../../shared/lib/assert.ts';
import { expectSoundBooks, securityEvents, statesOf } from '../books.ts';
import { AUTHORISATIONS, type Cable, type Exchange } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';
import { signedByTill, type Sendable } from '../till-pen.ts';

const WATER = SHELF.water.barcode;
const TEN_MINUTES_MS = 10 * 60_000;

/** What a listener on the cable, or a thief of the disk, can make of a request that was really sent. */
function authorisation(cable: Cable): Exchange {
  return present(cable.sentTo(AUTHORISATIONS)[0], 'the authorisation');
}

/** Calls that no key vouches for are counted in one row for each source, kind and hour. */
interface Counted {
  readonly times: string;
}

const timesIn = (rows: readonly Counted[]): number =>
  rows.reduce((sum, { times }) => sum + Number(times), 0);

test('F16 the same id with another amount, rightly signed: 422, no posting, a security event', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.waitUntilAllSent();
  const sent = authorisation(cable);
  const said = authorisationRequest.parse(JSON.parse(sent.body));
  const dearer = { ...said, core: { ...said.core, amountMinor: 20_000 } };
  const forged = await signedByTill(machine, sent, JSON.stringify(dearer));
  const answer = await cable.sendAgain(forged);
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'core-differs' } });
  expect(await securityEvents(bank, terminal)).toContain('core-differs');

  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  const money = await bank.rows<{ amount_minor: string }>(
    'SELECT amount_minor FROM transactions WHERE terminal_id = $1',
    [terminal.terminalId],
  );
  expect(money.map(({ amount_minor }) => Number(amount_minor))).toEqual([SHELF.water.priceMinor]);
  // The very key signs rightly: with the true amount it is the same payment, and the same answer.
  const honest = await signedByTill(machine, sent, sent.body);
  expect((await cable.sendAgain(honest)).body).toBe(sent.answer?.body);
  await expectSoundBooks(bank, terminal);
});

test('F37 body, path or signature changed, or removed: 401, nothing happens, and it is logged', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  // A request that the bank has never seen: nothing but the signature stands between it and money.
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-tap');
  const sent = await request.reached;
  const abused: readonly (readonly [Sendable, string])[] = [
    [withBody(sent, sent.body.replace('"amountMinor":200', '"amountMinor":100')), 'invalid'],
    [{ ...sent, path: '/v1/reversals' }, 'invalid'],
    [withHeader(sent, HEADERS.audience, 'another-bank'), 'invalid'],
    [withHeader(sent, HEADERS.signature, `sig1=:${'A'.repeat(86)}==:`), 'invalid'],
    [withHeader(sent, HEADERS.signature, undefined), 'missing'],
    [withHeader(sent, HEADERS.signatureInput, undefined), 'missing'],
  ];
  const logged = await signatureEvents();
  for (const [bad, code] of abused) {
    const answer = await cable.sendAgain(bad);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: `signature-${code}` } });
  }
  expect(await signatureEvents()).toBe(logged + abused.length);
  expect(await statesOf(bank, terminal)).toEqual([]);

  // As it was sent, it is still good.
  request.passOn();
  await till.payment.seesVerdict('approved');
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  await expectSoundBooks(bank, terminal);

  async function signatureEvents(): Promise<number> {
    const rows = await bank.rows<Counted>(
      `SELECT times FROM security_events WHERE kind IN ('signature-invalid', 'signature-missing')`,
    );
    return timesIn(rows);
  }
});

test('F37 a signed request that turns up after ten minutes: 401, no effect, logged', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-tap');
  const sent = await request.reached;
  request.drop();
  await till.payment.seesVerdict('approved');
  await till.waitUntilAllSent();
  const known = await statesOf(bank, terminal);

  await bank.moveClock(TEN_MINUTES_MS);
  for (const late of [sent, authorisation(cable)]) {
    const answer = await cable.sendAgain(late);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'clock-skew' } });
  }
  const skews = await bank.rows<Counted>(
    `SELECT times FROM security_events WHERE kind = 'clock-skew' AND detail LIKE '%${AUTHORISATIONS}%'`,
  );
  expect(timesIn(skews)).toBeGreaterThanOrEqual(2);
  expect(await statesOf(bank, terminal)).toEqual(known);
  await expectSoundBooks(bank, terminal);
});

function withHeader(sent: Exchange, name: string, value: string | undefined): Sendable {
  const { [name]: _was, ...others } = sent.headers;
  return { ...sent, headers: value === undefined ? others : { ...others, [name]: value } };
}

function withBody(sent: Exchange, body: string): Sendable {
  expect(body).not.toBe(sent.body);
  return { ...sent, bytes: Buffer.from(body) };
}
