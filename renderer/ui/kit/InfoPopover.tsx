import type { ReactNode } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import styles from './InfoPopover.module.css';

interface Props {
  /** What stands in the bar. */
  readonly face: ReactNode;
  readonly label: string;
  readonly placement?: 'top start' | 'bottom start';
  readonly children: ReactNode;
}

/** A fact in the status bar that explains itself when touched: what it means and what to do. */
export function InfoPopover({ face, label, placement = 'top start', children }: Props) {
  return (
    <DialogTrigger>
      <AriaButton className={styles['face'] ?? ''}>{face}</AriaButton>
      <Popover className={styles['popover'] ?? ''} placement={placement} offset={6}>
        <Dialog className={styles['dialog'] ?? ''} aria-label={label}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
