import { useContext, useId, type ReactNode } from 'react';
import {
  Button as AriaButton,
  ButtonContext,
  DEFAULT_SLOT,
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
 *
 * The popover itself is the dialog: it has hidden buttons that close it for a screen reader, and a
 * dialog within it would leave them outside of everything that has a name.
 */
export function InfoPopover({ face, faceName, label, placement = 'top start', children }: Props) {
  const labelId = useId();
  return (
    <DialogTrigger>
      <AriaButton
        className={styles['face'] ?? ''}
        {...(faceName !== undefined && { 'aria-label': faceName })}
      >
        {face}
      </AriaButton>
      <Popover
        className={styles['popover'] ?? ''}
        placement={placement}
        offset={6}
        aria-labelledby={labelId}
      >
        <span id={labelId} hidden>
          {label}
        </span>
        <Content>{children}</Content>
      </Popover>
    </DialogTrigger>
  );
}

function Content({ children }: Pick<Props, 'children'>) {
  const state = useContext(OverlayTriggerStateContext);
  const close = (): void => state?.close();
  // Wherever the focus went: a pressed button may have gone, and the focus with it.
  useKeyLayer({ Escape: close });
  return (
    <ButtonContext.Provider value={{ slots: { [DEFAULT_SLOT]: {}, close: { onPress: close } } }}>
      <div className={styles['content'] ?? ''}>{children}</div>
    </ButtonContext.Provider>
  );
}
