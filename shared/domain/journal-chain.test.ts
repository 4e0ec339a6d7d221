import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainFault, verifyChain, type ChainCrypto } from './journal-chain.ts';
import { EMPTY_HEAD, hashedText, headOf, type JournalRecord } from './journal.ts';

const crypto: ChainCrypto = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  mac: (text) => createHmac('sha256', 'key of the till').update(text).digest('hex'),
};

function chainOf(details: readonly string[]): JournalRecord[] {
  const records: JournalRecord[] = [];
  for (const [i, detail] of details.entries()) {
    const bare = {
      number: i + 1,
      epoch: 1,
      atMs: 1000 + i,
      counters: { transaction: i, batch: 1, trace: i, sale: i },
      body: { kind: 'notice', code: 'test', detail } as const,
      previousHash: records.at(-1)?.hash ?? EMPTY_HEAD.hash,
    };
    const hash = crypto.sha256(hashedText(bare));
    records.push({ ...bare, hash, mac: crypto.mac(hash) });
  }
  return records;
}

const details = fc.array(fc.string({ maxLength: 8 }), { minLength: 2, maxLength: 20 });

/** What somebody with a hex editor, but without the key, can do to one record. */
type Edit = (record: JournalRecord) => JournalRecord;
const rehashed: Edit = (record) => ({ ...record, hash: crypto.sha256(hashedText(record)) });
const edits: Readonly<Record<string, Edit>> = {
  'its time': (record) => ({ ...record, atMs: record.atMs + 1 }),
  'its epoch': (record) => ({ ...record, epoch: record.epoch + 1 }),
  'its number': (record) => ({ ...record, number: record.number + 1 }),
  'its counters': ({ counters, ...record }) => ({
    ...record,
    counters: { ...counters, transaction: counters.transaction + 1 },
  }),
  'its body': (record) => ({ ...record, body: { kind: 'drawer-opened', saleId: 'x' } }),
  'its hash': (record) => ({ ...record, hash: 'f'.repeat(64) }),
  'its MAC': (record) => ({ ...record, mac: 'f'.repeat(64) }),
  'the hash before': (record) => ({ ...record, previousHash: 'f'.repeat(64) }),
  'its body, and hashing it anew': (record) =>
    rehashed({ ...record, body: { kind: 'drawer-opened', saleId: 'x' } }),
};

describe('P9 P10 the chain', () => {
  it('P9 a journal that was left alone proves itself, from any head on', () => {
    fc.assert(
      fc.property(details, fc.nat(19), (texts, at) => {
        const records = chainOf(texts);
        const from = at % records.length;
        const before = records[from - 1];
        const verdict = verifyChain(
          records.slice(from),
          before === undefined ? EMPTY_HEAD : headOf(before),
          crypto,
        );
        expect(verdict.fault).toBeNull();
        expect(verdict.head.number).toBe(records.length);
      }),
    );
  });

  it.each(Object.entries(edits))('F09 editing %s is found at that record', (_, edit) => {
    fc.assert(
      fc.property(details, fc.nat(19), (texts, at) => {
        const records = chainOf(texts);
        const i = at % records.length;
        const edited = records.map((record, k) => (k === i ? edit(record) : record));
        const verdict = verifyChain(edited, EMPTY_HEAD, crypto);
        expect(verdict.fault?.number).toBe(i + 1);
        expect(verdict.head.number).toBe(i);
      }),
    );
  });

  it('F10 removing any record but the last is found where it is missing', () => {
    fc.assert(
      fc.property(details, fc.nat(19), (texts, at) => {
        const records = chainOf(texts);
        const i = at % (records.length - 1);
        const verdict = verifyChain(records.toSpliced(i, 1), EMPTY_HEAD, crypto);
        expect(verdict.fault).toEqual({ number: i + 1, why: 'number' });
      }),
    );
  });

  it('F10 removing the last ones is no break: the head tells it, against sentinel and bank', () => {
    const records = chainOf(['a', 'b', 'c', 'd', 'e', 'f']);
    const verdict = verifyChain(records.slice(0, 1), EMPTY_HEAD, crypto);
    expect(verdict.fault).toBeNull();
    expect(verdict.head).toMatchObject({ number: 1 });
    expect(verdict.head.hash).not.toBe(records.at(-1)?.hash);
  });

  it('F10 swapping any two records is found at the first of them', () => {
    fc.assert(
      fc.property(details, fc.nat(19), fc.nat(19), (texts, one, other) => {
        const records = chainOf(texts);
        const [i, k] = [one % records.length, other % records.length].sort((a, b) => a - b);
        const [first, second] = [records[i ?? 0], records[k ?? 0]];
        fc.pre(first !== undefined && second !== undefined && i !== k);
        if (first === undefined || second === undefined) return;
        const swapped = records.with(i ?? 0, second).with(k ?? 0, first);
        expect(verifyChain(swapped, EMPTY_HEAD, crypto).fault?.number).toBe((i ?? 0) + 1);
      }),
    );
  });

  it('P10 a record of another past with the right number does not fit', () => {
    const [ours, theirs] = [chainOf(['a', 'b']), chainOf(['x', 'b'])];
    const [first] = ours;
    const [, second] = theirs;
    if (first === undefined || second === undefined) throw new Error('two records each');
    expect(chainFault(second, headOf(first), crypto)).toBe('previous-hash');
  });
});
