import { flushSync } from 'react-dom';

/**
 * Letters that stand in a field while nobody knows yet whether a hand or a scanner sends them. Only
 * where nothing happens but that something is looked for: whoever types must not wait for a scanner
 * that is not there, and what a scanner has typed is taken back. Elsewhere half a code could become
 * an amount (A25).
 */
export interface Ahead {
  readonly field: HTMLInputElement;
  readonly text: string;
  /** How the field was without it. */
  readonly before: { readonly value: string; readonly from: number; readonly to: number };
}

/** Marks such a field: `{...LOOKS_AT_ONCE}`. */
export const LOOKS_AT_ONCE = { 'data-looks-at-once': '' } as const;

/** Codes begin with digits, but for a few: only those few are seen for a moment. */
const LETTERS = /^\p{L}+$/u;

/** Shows what is held as far as it may be seen; `shown` was there before. */
export function showAhead(
  held: string,
  shown: Ahead | null,
  target: EventTarget | null,
): Ahead | null {
  if (!(target instanceof HTMLInputElement) || target.dataset['looksAtOnce'] === undefined) {
    return shown;
  }
  if (!LETTERS.test(held) || document.activeElement !== target) return shown;
  const { value, selectionStart, selectionEnd } = target;
  const from = selectionStart ?? value.length;
  const before = shown?.before ?? { value, from, to: selectionEnd ?? from };
  flushSync(() => typeInto(held.slice(shown?.text.length ?? 0)));
  return { field: target, text: held, before };
}

/** A field as it is before anything of what is held stands in it; null where it is none. */
export function aheadIn(target: EventTarget | null): Ahead | null {
  if (!(target instanceof HTMLInputElement)) return null;
  const { value, selectionStart, selectionEnd } = target;
  const from = selectionStart ?? value.length;
  return { field: target, text: '', before: { value, from, to: selectionEnd ?? from } };
}

/** Whether the field holds what was typed there and nothing has happened to it since. */
export function standsIn({ field, text, before: { value, from, to } }: Ahead): boolean {
  const isThere = field.value === value.slice(0, from) + text + value.slice(to);
  return isThere && document.activeElement === field;
}

/** It is known what was typed; what of it does not stand in the field yet. */
export function settleAhead({ field, text, before }: Ahead, typed: string): string {
  if (typed.startsWith(text)) return typed.slice(text.length);
  field.focus();
  field.select();
  flushSync(() => typeInto(before.value));
  field.setSelectionRange(before.from, before.to);
  return typed;
}

/** The only way that keeps the caret, the selection, the length limit and undo as typing does. */
export function typeInto(text: string): void {
  if (text === '') document.execCommand('delete');
  else document.execCommand('insertText', false, text);
}
