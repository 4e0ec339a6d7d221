import type { MouseEvent } from 'react';

/**
 * A touched button that kept the focus would swallow the next Enter, which is meant for the screen.
 * The library gives the focus back to where it was, which fails where it was nowhere.
 */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
