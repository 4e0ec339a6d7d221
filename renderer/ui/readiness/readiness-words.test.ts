import { describe, expect, it } from 'vitest';
import { asksForSomebody } from '../../../shared/domain/readiness.ts';
import { ok } from '../../../shared/lib/result.ts';
import { startI18n } from '../../i18n/i18n.ts';
import type { Language } from '../../i18n/language.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { zhCN } from '../../i18n/resources.ts';
import { ReadinessCheck } from '../../services/start/readiness-check.ts';
import { benchTill } from '../../services/testing/bench-till.ts';
import { TERMINAL } from '../../services/testing/fake-till.ts';
import { dateAndMinuteText } from '../kit/time.ts';
import { readinessWords } from './readiness-words.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A shop in the morning. */
interface Morning {
  readonly power: { readonly onMains: boolean; readonly batteryPercent: number | null } | null;
  readonly printerConnected: boolean;
  readonly paperLoaded: boolean;
  readonly readerConnected: boolean;
  readonly freeBytes: number;
  readonly trusted: boolean;
  readonly bankOffsetMs: number;
  readonly keysAgeMs: number;
  /** Since the bank was heard and the till signed on; null: never. */
  readonly unheardMs: number | null;
  readonly isDurable: boolean;
  readonly mode: 'demo' | 'live';
  readonly operatorId: string;
}

const ALL_WELL: Morning = {
  power: { onMains: true, batteryPercent: 80 },
  printerConnected: true,
  paperLoaded: true,
  readerConnected: true,
  freeBytes: 40_000_000_000,
  trusted: true,
  bankOffsetMs: 2_000,
  keysAgeMs: 30 * DAY_MS,
  unheardMs: HOUR_MS,
  isDurable: true,
  mode: 'demo',
  operatorId: '01',
};

/** Whatever can be lacking at a point is so in one of them. */
const LACKING: readonly Partial<Morning>[] = [
  {
    power: { onMains: false, batteryPercent: 40 },
    paperLoaded: false,
    bankOffsetMs: 300_000,
    freeBytes: 100_000_000,
    isDurable: false,
    keysAgeMs: 400 * DAY_MS,
    unheardMs: 2 * DAY_MS,
  },
  {
    power: { onMains: false, batteryPercent: 5 },
    printerConnected: false,
    readerConnected: false,
    unheardMs: null,
  },
  { trusted: false, freeBytes: 0, unheardMs: 40 * DAY_MS },
];

/** Checked and printed, as it comes out of the printer. */
async function printed(language: Language, change: Partial<Morning> = {}) {
  const morning = { ...ALL_WELL, ...change };
  const { mode, operatorId, isDurable, trusted, bankOffsetMs, unheardMs, freeBytes } = morning;
  const { fake, ports, ledger, store } = benchTill();
  const heardAtMs = unheardMs === null ? null : fake.nowMs - unheardMs;
  await store.writeNote('signed-on', String(heardAtMs ?? ''));
  const { facts } = fake;
  const about = { ...facts, freeBytes, settings: { ...facts.settings, language } };
  const host = {
    ...ports.host,
    about: () => Promise.resolve(ok(about)),
    examine: () =>
      Promise.resolve(ok({ ...morning, keysMadeAtMs: fake.nowMs - morning.keysAgeMs })),
  };
  const check = new ReadinessCheck(
    { ...ports, host, isStorageDurable: () => Promise.resolve(isDurable) },
    ledger,
    {
      clock: { facts: { trusted, bankOffsetMs, bankHeardMs: heardAtMs } },
      terminal: () => ({ ...TERMINAL, mode }),
      businessDay: () => '2026-11-23',
      operatorId: () => operatorId,
    },
  );
  const examined = await check.examine();
  if (!examined.ok) throw new Error(examined.error.code);
  const i18n = await startI18n(language);
  const words = readinessWords(i18n, 'file');
  await check.print(i18n.t('readiness:title'), words.rows(examined.value));
  const lines = fake.slips.at(-1)?.lines ?? [];
  return { say: i18n.t, words, lines, findings: examined.value.findings, atMs: fake.nowMs };
}

/** A narrow roll breaks a sentence wherever it is full. */
const unbroken = (text: string): string => text.replaceAll(/\s/g, '');
const paperOf = (lines: readonly string[]): string => unbroken(lines.join(''));

describe.each<Language>(['zh-CN', 'en'])('P21 R9 the check on paper, in %s', (language) => {
  it('names shop and terminal, when and before whom it was made, and the whole in a word', async () => {
    const { say, lines, atMs } = await printed(language);
    const paper = paperOf(lines);
    for (const text of [
      TERMINAL.merchantName,
      TERMINAL.terminalId,
      say('readiness:title'),
      `${say('readiness:slip.time')}${dateAndMinuteText(atMs)}`,
      `${say('readiness:slip.operator')}01`,
      say('readiness:verdict.ready'),
    ]) {
      expect(paper).toContain(unbroken(text));
    }
    const nobody = await printed(language, { operatorId: '' });
    expect(paperOf(nobody.lines)).toContain(unbroken(say('readiness:slip.nobody')));
  });

  it.each(LACKING)(
    'each point has its state, and its remedy where it is not good: %j',
    async (change) => {
      const { say, words, lines, findings } = await printed(language, change);
      const paper = paperOf(lines);
      for (const finding of findings) {
        const { point, state } = finding;
        const [found, remedy] = [words.found(finding), words.remedy(finding)];
        expect([point, found === '']).toEqual([point, false]);
        expect([point, remedy !== '']).toEqual([point, asksForSomebody(finding)]);
        const toDo = remedy === '' ? '' : say('readiness:slip.remedy', { remedy });
        const stands = `${say(`readiness:point.${point}`)}${say(`readiness:state.${state}`)}`;
        expect(paper).toContain(unbroken(`${stands}${found}${toDo}`));
      }
      const count = findings.filter(asksForSomebody).length;
      expect(paper).toContain(unbroken(say('readiness:slip.asking', { count })));
    },
  );

  it('every remedy that there is belongs to something that can be lacking', async () => {
    const mornings = await Promise.all(LACKING.map((change) => printed(language, change)));
    const asked = mornings.flatMap(({ findings }) => findings.filter(asksForSomebody));
    const met = new Set(asked.map(({ point, reason }) => `remedy.${point}.${reason}`));
    const texts = Object.keys(zhCN.readiness).filter((key) => key.startsWith('remedy.'));
    expect([...met].sort()).toEqual(texts.sort());
  });

  it('I9 what is not known is not called ready, and a full disk takes no cash', async () => {
    const { say, lines } = await printed(language, { power: null });
    expect(paperOf(lines)).not.toContain(unbroken(say('readiness:verdict.ready')));
    expect(paperOf(lines)).toContain(unbroken(say('readiness:verdict.ready-as-far-as-known')));
    const full = paperOf((await printed(language, { freeBytes: 0 })).lines);
    expect(full).toContain(unbroken(say('readiness:verdict.stopped')));
    expect(full).not.toContain(unbroken(say('readiness:verdict.cash-goes-on')));
  });

  it('a till that trains marks it above and below, another not at all', async () => {
    const mark = `* ${RECEIPT_WORDS[language].markTraining} *`;
    const { lines } = await printed(language);
    expect([lines.at(0), lines.at(-1)]).toEqual([mark, mark]);
    expect((await printed(language, { mode: 'live' })).lines).not.toContain(mark);
  });
});
