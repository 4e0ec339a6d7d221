import { useContext, type ReactNode } from 'react';
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  OverlayTriggerStateContext,
  Popover,
} from 'react-aria-components';
import { useKeyLayer } from './keys.ts';
import styles from './InfoPopover.module.css';

interface Props {
  /** What stands in the bar. */
  readonly face: ReactNode;
  readonly label: string;
  /** Where the face has no words of its own: what it is called. */
  readonly faceName?: string | undefined;
  readonly placement?: 'top start' | 'bottom start';
  readonly children: ReactNode;
}

/**
 * A fact in the status bar that explains itself when touched: what it means and what to do. The
 * till's own keys and scans work on below it; a button in it with `slot="close"` closes it as well.
 */
export function InfoPopover({ face, faceName, label, placement = 'top start', children }: Props) {
  return (
    <DialogTrigger>
      <AriaButton
        className={styles['face'] ?? ''}
        {...(faceName !== undefined && { 'aria-label': faceName })}
      >
        {face}
      </AriaButton>
      <Popover className={styles['popover'] ?? ''} placement={placement} offset={6}>
        <Dialog className={styles['dialog'] ?? ''} aria-label={label}>
          <CloseKey />
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Wherever the focus went: a pressed button may have gone, and the focus with it. */
function CloseKey() {
  const state = useContext(OverlayTriggerStateContext);
  useKeyLayer({ Escape: () => state?.close() });
  return null;
}
