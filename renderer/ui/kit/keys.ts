import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';

/**
 * The keys of the till (SCREENS: "keys are printed on the buttons").
 *
 * Screens and dialogs lay their keys over each other; only the uppermost layers hear a key, down to
 * and including the first modal one. So a dialog silences the screen below it without knowing it,
 * and the frame's keys (lock, help) work on every screen but not over a question.
 */
export type KeyBindings = Readonly<Record<string, (() => void) | undefined>>;

interface Layer {
  readonly isModal: boolean;
  bindings: KeyBindings;
}

const layers: Layer[] = [];

/** For what scrolls without a button in it: the arrow keys scroll it once the focus is on it. */
export const SCROLLS_BY_KEYS = { tabIndex: 0 } as const;

/** `Shift+F6`, `Ctrl+Delete`, `F9`, `Escape`. */
export function keyName(event: KeyboardEvent): string {
  const { ctrlKey, altKey, shiftKey, key } = event;
  const named = key.length > 1;
  return [ctrlKey && 'Ctrl', altKey && 'Alt', shiftKey && named && 'Shift', key]
    .filter(Boolean)
    .join('+');
}

function handle(event: KeyboardEvent): void {
  // A key that chooses a character (pinyin into 汉字) belongs to the input method alone.
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  const name = keyName(event);
  if (belongsToFocus(event, name)) return;
  for (let i = layers.length - 1; i >= 0; i -= 1) {
    const layer = layers[i];
    const act = layer?.bindings[name];
    if (act !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      act();
      return;
    }
    if (layer?.isModal === true) return;
  }
}

/** What is typed into a field, and Enter on a button, is theirs; the till's own keys are not. */
function belongsToFocus({ target }: KeyboardEvent, name: string): boolean {
  if (/^(F\d+|Escape|(Ctrl|Alt|Shift)\+.*)$/.test(name)) return false;
  if (!(target instanceof Element)) return false;
  // The focus has not followed the question yet: the answer is meant for the question.
  if (isModalOpen() && target.closest('[role="dialog"]') === null) return false;
  if (name === 'Enter' || name === ' ')
    return target.closest('button, a, input, textarea') !== null;
  return target.closest('input, textarea, [contenteditable]') !== null;
}

/** Whether a question lies over the screen; scans are then kept, not typed. */
export function useIsModalOpen(): boolean {
  return useSyncExternalStore(watchLayers, isModalOpen);
}

const watchers = new Set<() => void>();

function watchLayers(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function isModalOpen(): boolean {
  return layers.some(({ isModal }) => isModal);
}

function tellWatchers(): void {
  for (const watcher of watchers) watcher();
}

/**
 * Lays these keys on top for as long as the component is there; later ones lie above earlier.
 * Before it is painted: a key whose button can be seen must be heard, also on a busy machine.
 */
export function useKeyLayer(
  bindings: KeyBindings,
  { isModal = false }: { readonly isModal?: boolean } = {},
): void {
  const layer = useRef<Layer>({ isModal, bindings });
  useLayoutEffect(() => {
    layer.current.bindings = bindings;
  });
  useLayoutEffect(() => {
    const mine = layer.current;
    if (layers.length === 0) window.addEventListener('keydown', handle);
    layers.push(mine);
    tellWatchers();
    return () => {
      layers.splice(layers.indexOf(mine), 1);
      tellWatchers();
      if (layers.length === 0) window.removeEventListener('keydown', handle);
    };
  }, []);
}
