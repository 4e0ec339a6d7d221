import { describe } from 'vitest';
import { activationAnswer, type ActivationAnswer } from '../../shared/contracts/activation-api.ts';
import type { HttpTransport } from '../../shared/host/ports.ts';
import { ok } from '../../shared/lib/result.ts';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { bankSuite } from '../../bank-api/test/bank.suite.ts';
import type { BankUnderTest } from '../../bank-api/test/suite-till.ts';
import { BankGate } from './bank-gate.ts';
import { BANK_URL, SEALING_KEY } from './bank-identity.ts';
import { BankRecords } from './bank-records.ts';
import { Dice } from './dice.ts';
import { codeFor } from './enrolment.ts';
import { SimBank } from './sim-bank.ts';
import { openSimPage, pressSimPage } from './sim-pay-links.ts';
import { lineCrypto, publicKeyOf, seal, signature } from './sim-crypto.ts';

const START_MS = Date.UTC(2026, 10, 24, 9, 0, 0);
const CALM = { strikes: () => false };

function openSimulation(): BankUnderTest {
  const clock = { nowMs: START_MS };
  const nowMs = () => clock.nowMs;
  const records = new BankRecords(new Dice(1, 'bank'));
  const gate = new BankGate(new SimBank(records, nowMs, CALM), nowMs);
  const transport: HttpTransport = { send: async (request) => ok(await gate.receive(request)) };
  const dice = new Dice(1, 'tills');
  let newKeys = 0;
  return {
    clock,
    eventCount: (kind) =>
      Promise.resolve(records.alarms.filter((alarm) => alarm.kind === kind).length),
    close: () => Promise.resolve(),
    customer: {
      open: (url) => Promise.resolve(openSimPage(records, url, nowMs())),
      press: (url, form, cardId = 'good-tap') =>
        Promise.resolve(pressSimPage(records, url, { form, cardId }, nowMs())),
    },
    newKey: () => {
      newKeys += 1;
      const publicKey = publicKeyOf(`new key ${newKeys}`);
      return { publicKey, sign: (text) => Promise.resolve(signature(publicKey, text)) };
    },
    newCode: (terminalId) => Promise.resolve(codeFor(records, terminalId, dice)),
    setIssuerDown: (isDown) => {
      records.issuerDown = isDown;
    },
    newTill: async () => {
      const tillNumber = String(records.terminals.size + 1).padStart(2, '0');
      const deviceKey = publicKeyOf(`till ${tillNumber}`);
      records.newTerminal(`01${tillNumber.padStart(6, '0')}`, tillNumber, deviceKey);
      return {
        url: BANK_URL,
        activated: await activated(gate, deviceKey),
        crypto: lineCrypto(
          () => deviceKey,
          (count) => dice.bytes(count),
        ),
        transport,
        seal: (info, context, plain) => Promise.resolve(seal(SEALING_KEY, info, context, plain)),
      };
    },
  };
}

async function activated(gate: BankGate, devicePublicKey: object): Promise<ActivationAnswer> {
  const request = { code: '', devicePublicKey, keyStoreLevel: 'file', appVersion: 'suite' };
  const { body } = await gate.receive({
    method: 'POST',
    url: `${BANK_URL}/v1/activate`,
    headers: { [HEADERS.protocolVersion]: String(PROTOCOL_VERSION) },
    body: JSON.stringify(request),
    timeoutMs: 1000,
  });
  return activationAnswer.parse(JSON.parse(body));
}

describe('the simulated bank', () => {
  bankSuite(() => Promise.resolve(openSimulation()));
});
