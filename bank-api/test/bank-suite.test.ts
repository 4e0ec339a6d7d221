import { randomBytes, sign, verify, createPublicKey } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { HttpTransport, LineCrypto } from '../../shared/host/ports.ts';
import { ok } from '../../shared/lib/result.ts';
import { sha256Base64 } from '../security/hashing.ts';
import { issueActivationCode } from '../services/activation.ts';
import { verifyBooks } from '../store/verification.ts';
import { payPageCases } from './bank-pay-page.suite.ts';
import { bankSuite, suiteOver } from './bank.suite.ts';
import { openPayPage, pressPay } from './pay-page.ts';
import type { BankUnderTest } from './suite-till.ts';
import { startTestBank } from './test-bank.ts';
import { newDevice, seal, type TestTill } from './test-till.ts';

const overHttp: HttpTransport = {
  send: async ({ method, url, headers, body }) => {
    const response = await fetch(url, { method, headers, ...(body === '' ? {} : { body }) });
    const status = response.status;
    return ok({
      status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    });
  },
};

function cryptoOf({ privateKey }: TestTill['device']): LineCrypto {
  const dsaEncoding = 'ieee-p1363';
  return {
    digest: (text) => Promise.resolve(sha256Base64(text)),
    sign: (text) =>
      Promise.resolve(
        sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding }).toString('base64'),
      ),
    verify: (jwk, text, signature) => {
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      const bytes = Buffer.from(signature, 'base64');
      return Promise.resolve(verify('sha256', Buffer.from(text), { key, dsaEncoding }, bytes));
    },
    nonce: () => randomBytes(18).toString('base64url'),
  };
}

async function openServer(): Promise<BankUnderTest> {
  const bank = await startTestBank();
  const { url, clock, eventCount, close } = bank;
  return {
    clock,
    eventCount,
    close: async () => {
      // What the day ends of the suite left, held against itself (I1).
      const { problems } = await verifyBooks(bank.ports.database);
      expect(problems.filter((problem) => problem.includes('settle'))).toEqual([]);
      await close();
    },
    customer: { open: openPayPage, press: pressPay },
    newKey: () => {
      const device = newDevice();
      return { publicKey: device.jwk, sign: cryptoOf(device).sign };
    },
    newCode: (terminalId) => issueActivationCode(bank.ports, terminalId),
    setIssuerDown: (issuerDown) => bank.ports.faults.change({ issuerDown }),
    newTill: async () => {
      const { facts, device } = await bank.newTill();
      return {
        url,
        activated: facts,
        crypto: cryptoOf(device),
        transport: overHttp,
        seal: (info, context, plain) => seal(facts.sealingPublicKey, info, context, plain),
      };
    },
  };
}

describe('the bank on PostgreSQL, over HTTP', () => {
  bankSuite(openServer);
});

describe('the page of a pay link', () => {
  suiteOver(openServer, payPageCases);
});
