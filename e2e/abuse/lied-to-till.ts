import { present } from '../../shared/lib/assert.ts';
import { ok } from '../../shared/lib/result.ts';
import { CARD_SEAL_INFO } from '../../shared/contracts/sealed-card.ts';
import { sealContext } from '../../shared/contracts/http-signature.ts';
import type { PresentCard } from '../../shared/contracts/card-presentation.ts';
import { sampleChipMessage } from '../../shared/domain/testing/sample-chip-message.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { createBankClient } from '../../shared/host/bank-client.ts';
import type { HttpAnswer, HttpRequest } from '../../shared/host/ports.ts';
import { resolveOpenPayments } from '../../renderer/services/paying/open-payments.ts';
import { openBatch } from '../../renderer/services/start/start-up.ts';
import { benchTill } from '../../renderer/services/testing/bench-till.ts';
import { FakeTill, TERMINAL } from '../../renderer/services/testing/fake-till.ts';
import { AES_BLOCK } from '../../renderer/bridge/browser/aes-block.ts';
import { valueOf } from '../value-of.ts';
import { BankGate } from '../sim/bank-gate.ts';
import { BANK_KEYS, BANK_URL, SEALING_KEY } from '../sim/bank-identity.ts';
import { BankRecords } from '../sim/bank-records.ts';
import type { BankTerminal } from '../sim/bank-terminal.ts';
import { Dice } from '../sim/dice.ts';
import { SimBank, type Asked } from '../sim/sim-bank.ts';
import type { BankReply } from '../sim/sim-reply.ts';
import { lineCrypto, publicKeyOf, seal } from '../sim/sim-crypto.ts';

/** What the bank says instead of what it has done; it is signed all the same. */
export type Lie = (asked: Asked, truth: BankReply) => BankReply;
/** What arrives instead of what was signed. */
export type Forgery = (request: HttpRequest, answer: HttpAnswer) => HttpAnswer;

class LyingBank extends SimBank {
  lie: Lie = (_asked, truth) => truth;

  override async answer(terminal: BankTerminal, asked: Asked): Promise<BankReply> {
    return this.lie(asked, await super.answer(terminal, asked));
  }
}

/**
 * The real services and the real client of the till's host, before a bank that keeps its books by the
 * real rules and says of them whatever a test wants: well signed, or changed on the way.
 */
export async function liedToTill() {
  const fake = new FakeTill();
  // As the fake's own, but that a thousand worlds do not wait a millisecond at each turn.
  fake.clock.sleep = async (waitMs, signal) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted !== true) fake.nowMs += waitMs;
  };
  const nowMs = fake.clock.nowMs;
  const records = new BankRecords(new Dice(1, 'bank'));
  const bank = new LyingBank(records, nowMs, { strikes: () => false });
  const gate = new BankGate(bank, nowMs);
  const deviceKey = publicKeyOf('till');
  const { terminalId, tillNumber } = TERMINAL;
  records.newTerminal(terminalId, tillNumber, deviceKey);
  const line = { forge: ((_request, answer) => answer) as Forgery };
  const strange: string[] = [];
  const dice = new Dice(1, 'till');
  const client = createBankClient({
    transport: {
      send: async (request) => ok(line.forge(request, await gate.receive(request))),
    },
    crypto: lineCrypto(
      () => deviceKey,
      (count) => dice.bytes(count),
    ),
    clock: { nowMs, sleep: fake.clock.sleep },
    identity: {
      bankUrl: BANK_URL,
      bankId: BANK_KEYS.bankId,
      bankKeyId: BANK_KEYS.bankKeyId,
      bankPublicKey: BANK_KEYS.publicKey,
      terminalId,
    },
    timeoutMs: TERMINAL.parameters.wait.attemptMs,
    noteStrange: (detail) => strange.push(detail),
  });
  const { presentCard } = fake.host;
  Object.assign(fake.host, client, {
    presentCard: async (wish: PresentCard) => {
      const presented = await presentCard(wish);
      if (!presented.ok) return presented;
      return ok({ ...presented.value, sealedCard: sealedCard(wish) });
    },
  });
  const till = benchTill(fake);
  valueOf(await openBatch(till.ledger, 1, TERMINAL.parameters.version));
  return {
    ...till,
    records,
    bank,
    line,
    strange,
    resolveOpen: () => resolveOpenPayments(till.ports, till.ledger, TERMINAL, () => false),
    /** From here on the bank says what is so, and everything can be delivered. */
    heal: () => {
      bank.lie = (_asked, truth) => truth;
      line.forge = (_request, answer) => answer;
    },
  };
}

export type LiedToTill = Awaited<ReturnType<typeof liedToTill>>;

let chipCount = 0;

function sealedCard({ cardId, core }: PresentCard): string {
  chipCount += 1;
  const card = present(
    TEST_CARDS.find(({ id }) => id === cardId),
    'test card',
  );
  const content = {
    cardNumber: card.number,
    expiry: card.expiry,
    entryMode: card.entryMode,
    ...sampleChipMessage(AES_BLOCK, {
      cardNumber: card.number,
      amountMinor: core.amountMinor,
      transactionCounter: chipCount,
    }),
  };
  return seal(SEALING_KEY, CARD_SEAL_INFO, sealContext(core), JSON.stringify(content));
}
