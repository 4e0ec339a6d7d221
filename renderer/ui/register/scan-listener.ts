import { flushSync } from 'react-dom';
import {
  asTyped,
  gapAfter,
  NO_RUN,
  onKey,
  onSilence,
  type Judgement,
  type Run,
  type ScanKey,
  type ScannerProfile,
} from '../../../shared/domain/scan-detector.ts';
import { aheadIn, settleAhead, showAhead, standsIn, typeInto, type Ahead } from './type-ahead.ts';

/**
 * The one ear for scanners (A25). It hears every key first, in the capture phase of the window, and
 * holds characters back until the detector knows what they are. So a code reaches neither a field
 * nor the keys of a screen (`kit/keys.ts`), from whatever screen and with whatever focus.
 *
 * What turns out to be typing is handed on to where it was meant: inserted into the field that had
 * the focus, as if it was typed there, or pressed again for the keys of the till.
 *
 * A field that only looks for something (`LOOKS_AT_ONCE`) does not wait so long for letters: they
 * stand in it while they are held, and are taken back if they were the beginning of a code.
 *
 * Keys tell when they were pressed. Where the rest of a code arrives so late that its head passed for
 * typing (a busy machine), the head is taken back out of the field and the code is whole again.
 *
 * @returns how to stop listening.
 */
export function listenForScans(
  profile: () => ScannerProfile,
  scanned: (code: string) => void,
): () => void {
  const again = new WeakSet<Event>();
  let run = NO_RUN;
  let target: EventTarget | null = null;
  /** What the field shows of the characters that are held. */
  let ahead: Ahead | null = null;
  /** What a silence has let into a field: the next key may have been pressed before it was one. */
  let letIn: LetIn | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function conclude({ typed, scan, run: next }: Judgement): void {
    const from = target;
    const shown = ahead;
    const before = run;
    run = next;
    if (typed === '' && scan === null) return;
    const stood = shown ?? aheadIn(from);
    ahead = null;
    const rest = shown === null ? typed : settleAhead(shown, typed);
    if (rest !== '') handOn(rest, from, again);
    letIn =
      scan === null && stood !== null ? { run: before, ahead: { ...stood, text: typed } } : null;
    if (scan !== null) scanned(scan);
  }

  /** Pressed right behind what passed for typing: the two belong together. */
  function rejoin(atMs: number): void {
    const last = letIn;
    letIn = null;
    if (last === null || run.text !== '' || !standsIn(last.ahead)) return;
    if (atMs - last.run.lastAtMs > gapAfter(profile(), last.run)) return;
    run = last.run;
    ahead = last.ahead;
    target = last.ahead.field;
  }

  function waitForSilence(isSecondLook = false): void {
    clearTimeout(timer);
    if (run.text === '') return;
    const deliveryMs = DIGITS.test(run.text) ? DELIVERY_MS : 0;
    const waitMs = gapAfter(profile(), run) + deliveryMs + 1;
    const dueAtMs = performance.now() + waitMs;
    timer = setTimeout(() => {
      // A busy window hears late: keys that were pressed in time still stand in line behind this.
      const isLate = !isSecondLook && performance.now() - dueAtMs > BUSY_MS;
      if (!isLate) conclude(onSilence(profile(), run, performance.now()));
      waitForSilence(isLate);
    }, waitMs);
  }

  /** Something else is done: it must find what was typed before it. */
  function release(): void {
    clearTimeout(timer);
    if (run.text !== '') conclude(asTyped(run.text));
  }

  function hear(event: KeyboardEvent): void {
    if (again.has(event) || MODIFIERS.has(event.key)) return;
    const key = scanKeyOf(event);
    if (key === null || (event.key === ' ' && run.text === '')) {
      release();
      return;
    }
    rejoin(event.timeStamp);
    const wasHeld = run.text !== '';
    const judged = onKey(profile(), run, key, event.timeStamp);
    if (judged.takesKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    conclude(judged);
    if (!wasHeld || judged.typed !== '' || judged.scan !== null) target = event.target;
    if (judged.takesKey) ahead = showAhead(run.text, ahead, target);
    waitForSilence();
  }

  window.addEventListener('keydown', hear, true);
  window.addEventListener('pointerdown', release, true);
  return () => {
    release();
    window.removeEventListener('keydown', hear, true);
    window.removeEventListener('pointerdown', release, true);
  };
}

interface LetIn {
  readonly run: Run;
  readonly ahead: Ahead;
}

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph']);

/**
 * Keys are judged by when they were pressed, and a busy machine hands them over later than that.
 * Digits may be the head of a code and wait for it; letters are mostly a hand's, which would notice.
 */
const DELIVERY_MS = 60;
const DIGITS = /^\d+$/;

/** A timer that fires so much too late tells of a window that was busy, not of a silent keyboard. */
const BUSY_MS = 8;

/** Null for what no scanner sends: shortcuts, repeated keys, signs that are still being composed. */
function scanKeyOf(event: KeyboardEvent): ScanKey | null {
  const { key, ctrlKey, altKey, metaKey, repeat, isComposing } = event;
  if (ctrlKey || altKey || metaKey || repeat || isComposing) return null;
  if (key === 'Enter') return { kind: 'enter' };
  if (key === 'Tab' && !event.shiftKey) return { kind: 'tab' };
  return key.length === 1 ? { kind: 'character', character: key } : null;
}

function handOn(text: string, target: EventTarget | null, again: WeakSet<Event>): void {
  if (isField(target) && document.activeElement !== target) target.focus();
  for (const key of text) {
    // Each key must find what the one before it changed, or the digits of an amount get lost.
    flushSync(() => {
      if (isField(target)) typeInto(key);
      else pressAgain(key, target ?? document.body, again);
    });
  }
}

function pressAgain(key: string, target: EventTarget, again: WeakSet<Event>): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  again.add(event);
  target.dispatchEvent(event);
}

function isField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
