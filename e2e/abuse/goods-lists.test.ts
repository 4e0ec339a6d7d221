import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryCatalogueStore } from '../../renderer/db/catalogue-store-memory.ts';
import { previewFile } from '../../renderer/services/catalogue/catalogue-file.ts';
import { importCatalogue } from '../../renderer/services/catalogue/catalogue-import.ts';
import { runsOf, Tally } from './cases.ts';
import { place } from './damage.ts';

/** A list that is right, before a hand, a stick or a spreadsheet has been at it. */
const GOOD = [
  '条码,货号,中文名称,英文名称,分类,售价,税率,单位,常用',
  '2000000000015,A1,乌龙茶,Oolong tea,饮料,4.50,13%,瓶,是',
  ',A2,"橡皮, 大",,文具,"1,200.00",9,个,否',
  ',A3,"写着 ""好"" 的本子",,文具,3,,,',
].join('\r\n');

const oddText = fc.oneof(
  fc.constantFrom('', '"', ',', ';', '\t', '\n', '\r', '\0', '\ufeff', '=1+1', '-1', '0', '1e9'),
  fc.constantFrom('NaN', '９', '999999999999999999999', '__proto__', 'constructor', '\u202e', '""'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Text put in the place of some of the list, then bytes that are no text of any kind. */
const damaged = fc
  .record({
    puts: fc.array(fc.tuple(place, fc.nat(12), oddText), { maxLength: 4 }),
    bytes: fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 2 }),
    cutAt: fc.option(place, { nil: 1 }),
  })
  .map(({ puts, bytes, cutAt }) => {
    let text = GOOD;
    for (const [at, length, put] of puts) {
      const from = Math.floor(at * text.length);
      text = text.slice(0, from) + put + text.slice(from + length);
    }
    const raw = new TextEncoder().encode(text);
    for (const [at, byte] of bytes) raw[Math.floor(at * raw.length)] = byte;
    return raw.slice(0, Math.ceil(cutAt * raw.length));
  });

const anyFile = fc.oneof(
  { weight: 9, arbitrary: damaged },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
);

it('whatever is in a list of goods: answered with what is wrong, and all or nothing is replaced', async () => {
  const tally = new Tally('lists of goods');
  await fc.assert(
    fc.asyncProperty(anyFile, async (bytes) => {
      const store = createMemoryCatalogueStore();
      const importing = async (file: File): Promise<string> => {
        const looked = await previewFile(file);
        if (looked.kind !== 'preview') return looked.kind;
        const watch = { signal: new AbortController().signal, tell: () => undefined };
        const ports = { store, nowMs: () => 7 };
        const outcome = await importCatalogue(ports, file, looked.preview, watch);
        if (outcome.kind === 'refused') expect(outcome.faultCount).toBeGreaterThan(0);
        return outcome.kind;
      };
      const products = async () => {
        const slice = await store.slice(0, 1_000);
        return slice.ok ? slice.value.map(({ product }) => product) : [];
      };
      expect(await importing(new File([GOOD], 'good.csv'))).toBe('imported');
      const before = await products();
      const kind = await importing(new File([new Uint8Array(bytes)], 'odd.csv'));
      tally.count(kind);
      if (kind !== 'imported') expect(await products()).toEqual(before);
      for (const { priceMinor } of await products()) expect(priceMinor).toBeGreaterThan(0);
      expect(await importing(new File([GOOD], 'good.csv'))).toBe('imported');
    }),
    runsOf(300),
  );
  tally.print();
  tally.expectMet(['imported', 'refused']);
  tally.expectOnly(['imported', 'refused']);
});
