import SignaturePad from 'signature_pad';
import { useEffect, useRef, useState } from 'react';
import { Group } from 'react-aria-components';
import { strokesFrom, type Strokes } from '../../../shared/domain/card-signature.ts';
import styles from './SignatureDialog.module.css';

interface Props {
  readonly label: string;
  readonly hint: string;
  /** After each stroke all that is drawn; null once it is empty again. Must not change. */
  readonly onDrawn: (strokes: Strokes | null) => void;
}

/** White with black ink in every theme: it is a piece of paper. */
const INK = { penColor: '#1b1d1f', minWidth: 1.2, maxWidth: 3.6, minDistance: 2 };

/**
 * A sheet to sign on; another `key` is a new one. Another size of the window would bend what was
 * drawn: then it is empty again, and is signed once more.
 */
export function DrawingPad({ label, hint, onDrawn }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isEmpty, setIsEmpty] = useState(true);
  useEffect(() => {
    const surface = canvas.current;
    if (surface === null) return undefined;
    const pad = new SignaturePad(surface, INK);
    pad.addEventListener('beginStroke', () => setIsEmpty(false));
    pad.addEventListener('endStroke', () => onDrawn(drawnOn(surface, pad)));
    const watcher = new ResizeObserver(() => {
      fit(surface);
      pad.clear();
      setIsEmpty(true);
      onDrawn(null);
    });
    watcher.observe(surface);
    return () => {
      watcher.disconnect();
      pad.off();
    };
  }, [onDrawn]);
  return (
    <Group className={styles['pad'] ?? ''} aria-label={label}>
      <canvas ref={canvas} aria-hidden="true" />
      {isEmpty && <span>{hint}</span>}
    </Group>
  );
}

function drawnOn(surface: HTMLCanvasElement, pad: SignaturePad): Strokes | null {
  const { clientWidth: width, clientHeight: height } = surface;
  const lines = pad.toData().map(({ points }) => points);
  return strokesFrom(lines, { width, height });
}

/** As many points as the screen has, or the line would be blurred. */
function fit(surface: HTMLCanvasElement): void {
  const ratio = Math.max(1, window.devicePixelRatio);
  surface.width = surface.clientWidth * ratio;
  surface.height = surface.clientHeight * ratio;
  surface.getContext('2d')?.scale(ratio, ratio);
}
