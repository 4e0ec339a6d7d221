import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { minor } from '../../../shared/domain/money.ts';
import { slipCodeText } from '../../../shared/domain/slip-code.ts';
import {
  SAMPLE_STATUS,
  sampleCardSale,
  sampleSale,
} from '../../../shared/domain/testing/sample-sale.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { qrLines, qrModules } from './qr-code.ts';
import { slipOf, SLIP_WIDTH } from './slip.ts';
import { TERMINAL } from '../testing/fake-till.ts';

const CODE = slipCodeText({
  paymentId: '0198c0de-0000-7000-8000-00000000a001',
  amountMinor: minor(5_000),
  proof: '00112233445566778899aabb',
});
const PIXELS = 6;

/** As a scanner sees it: the drawn modules as a picture, with paper around them. */
function scanned(modules: readonly (readonly boolean[])[]): string {
  const quiet = 4;
  const side = (modules.length + 2 * quiet) * PIXELS;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = modules[Math.floor(y / PIXELS) - quiet]?.[Math.floor(x / PIXELS) - quiet];
      if (isDark === true) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return decodeQR({ width: side, height: side, data });
}

/** Lines of a printer back into modules. */
function modulesOf(lines: readonly string[]): readonly (readonly boolean[])[] {
  const halves = (line: string, dark: string): boolean[] =>
    Array.from(line, (one) => dark.includes(one));
  return lines.flatMap((line) => [halves(line, '▀█'), halves(line, '▄█')]);
}

describe('the code on a provisional slip as it is drawn', () => {
  it('P19 what is shown on the screen is read by a scanner', () => {
    expect(scanned(qrModules(CODE, 4))).toBe(CODE);
  });

  it('P19 what comes out of a narrow printer is read by a scanner', () => {
    const lines = qrLines(CODE, SLIP_WIDTH);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(SLIP_WIDTH);
    expect(scanned(modulesOf(lines))).toBe(CODE);
  });

  it('P19 it stands below both copies of a promise, and with its words', () => {
    const words = RECEIPT_WORDS.en;
    const slip = { copyNumber: 1, words, utcOffsetMinutes: 480 };
    const sale = sampleCardSale(SAMPLE_STATUS.stored);
    const { lines } = slipOf(sale, TERMINAL, { ...slip, codes: [CODE] });
    const [first = ''] = qrLines(CODE, SLIP_WIDTH).slice(1);
    expect(lines.filter((line) => line === first)).toHaveLength(2);
    expect(lines.join(' ')).toContain(words.codeHint.slice(0, 12));
    const cash = slipOf(sampleSale(), TERMINAL, slip).lines.join('\n');
    expect(cash).not.toMatch(/[▀▄█]/);
  });
});
