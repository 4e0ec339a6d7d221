import { afterEach, expect, it } from 'vitest';
import { DEFAULT_SCANNER } from '../../../shared/domain/scan-detector.ts';
import { listenForScans } from './scan-listener.ts';

const scans: string[] = [];
let stop: (() => void) | undefined;

afterEach(() => {
  stop?.();
  scans.length = 0;
  document.body.replaceChildren();
});

/** A field with the focus and its caret between two letters, and an ear for scanners. */
function aField(looksAtOnce: boolean): HTMLInputElement {
  const field = document.createElement('input');
  if (looksAtOnce) field.dataset['looksAtOnce'] = '';
  document.body.append(field);
  field.value = 'tea';
  field.focus();
  field.setSelectionRange(1, 2);
  stop = listenForScans(
    () => DEFAULT_SCANNER,
    (code) => scans.push(code),
  );
  return field;
}

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }
}

const keysOf = (code: string): string[] => [...code.split(''), 'Enter'];

/** The keys of a device: pressed at these times of its own, whenever they arrive. */
function pressAt(firstAtMs: number, keys: readonly string[]): void {
  for (const [i, key] of keys.entries()) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: firstAtMs + i * 3 });
    document.activeElement?.dispatchEvent(event);
  }
}

it.each([true, false])(
  'A25 the rest of a code arrives late: its head is taken back, the code is whole (find field: %s)',
  async (looksAtOnce) => {
    const field = aField(looksAtOnce);
    const startedAtMs = performance.now();
    pressAt(startedAtMs, ['2']);
    await expect.poll(() => field.value).toBe('t2a');
    pressAt(startedAtMs + 3, keysOf('000000000022'));
    expect(scans).toEqual(['2000000000022']);
    expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['tea', 1, 2]);
  },
);

it('A25 pressed later it is another code, and what was typed before stays', async () => {
  const field = aField(true);
  pressAt(performance.now(), ['2']);
  await expect.poll(() => field.value).toBe('t2a');
  pressAt(performance.now(), keysOf('6901234567892'));
  expect(scans).toEqual(['6901234567892']);
  expect(field.value).toBe('t2a');
});

it('A25 a quick hand on a busy machine: each digit once', async () => {
  const field = aField(true);
  const startedAtMs = performance.now();
  pressAt(startedAtMs, ['2']);
  await expect.poll(() => field.value).toBe('t2a');
  pressAt(startedAtMs + 30, ['3']);
  await expect.poll(() => field.value).toBe('t23a');
  expect(scans).toEqual([]);
});

it('A25 a letter stands in the find field as soon as it is pressed, and only once', () => {
  const field = aField(true);
  press('h');
  expect(field.value).toBe('tha');
  // Any such key ends the doubt: it was a hand.
  press('F2');
  expect(field.value).toBe('tha');
  press('c', 'F2');
  expect(field.value).toBe('thca');
  expect(scans).toEqual([]);
});

it('A25 a code that begins with letters is taken back out of the find field', () => {
  const field = aField(true);
  press('W', 'A', '0', '0', '1', '7', 'Enter');
  expect(scans).toEqual(['WA0017']);
  expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['tea', 1, 2]);
});

it('A25 letters and digits by quick hands all arrive, in their order', () => {
  const field = aField(true);
  press('h', 'c', '4', 'Enter');
  expect(field.value).toBe('thc4a');
  expect(scans).toEqual([]);
});

it('A25 digits, and letters elsewhere, are seen when it is clear that a hand types', async () => {
  const field = aField(true);
  press('4');
  expect(field.value).toBe('tea');
  await expect.poll(() => field.value).toBe('t4a');
  stop?.();
  const other = aField(false);
  press('h');
  expect(other.value).toBe('tea');
  await expect.poll(() => other.value).toBe('tha');
});
