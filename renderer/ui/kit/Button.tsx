import type { KeyboardEvent, ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classes } from './classes.ts';
import { keepFocus } from './keep-focus.ts';
import { KeyCap } from './KeyCap.tsx';
import styles from './Button.module.css';

/**
 * Who presses knows what it does to money: `primary` is the one next step, `promise` accepts
 * something that no bank has said yes to (never green), `danger` gives something up for good.
 */
export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly variant?: 'plain' | 'primary' | 'promise' | 'danger' | 'quiet';
  /** `stacked` has its key below the word: for rows of many. */
  readonly size?: 'normal' | 'stacked' | 'tender' | 'pay';
  /** The key that does the same, printed on the button. */
  readonly keyCap?: string;
  readonly icon?: ReactNode;
  /** A second, softer line: why it is not available, or what it will do. */
  readonly hint?: ReactNode;
  /** Label left and content right, as on the pay button. */
  readonly trailing?: ReactNode;
  readonly isActive?: boolean;
  readonly children: ReactNode;
}

export function Button({
  variant = 'plain',
  size = 'normal',
  keyCap,
  icon,
  hint,
  trailing,
  isActive = false,
  preventFocusOnPress = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(preventFocusOnPress && { preventFocusOnPress, onMouseDown: keepFocus })}
      className={classes(
        styles['button'],
        styles[variant],
        styles[size],
        isActive && styles['active'],
      )}
    >
      {icon}
      {words({ hint, children })}
      {trailing}
      {keyCap !== undefined && <KeyCap>{keyCap}</KeyCap>}
    </AriaButton>
  );
}

interface OneOfManyProps extends Pick<ButtonProps, 'size' | 'keyCap' | 'hint' | 'children'> {
  readonly isDisabled?: boolean;
  readonly 'aria-label'?: string;
  readonly onPress: () => void;
}

/**
 * Looks and acts like a plain `Button` that leaves the focus where it was, but is the browser's own:
 * for rows and pads of many, which a screen would else wait for. What the library's do beyond it
 * (hovering that touch does not leave behind) the style sheet says.
 */
export function OneOfMany({
  size = 'normal',
  keyCap,
  hint,
  isDisabled = false,
  onPress,
  children,
  ...named
}: OneOfManyProps) {
  return (
    <button
      {...named}
      type="button"
      disabled={isDisabled}
      data-disabled={isDisabled || undefined}
      className={classes(styles['button'], styles['own'], styles[size])}
      onMouseDown={keepFocus}
      onKeyDown={ignoreHeldKey}
      onClick={onPress}
    >
      {words({ hint, children })}
      {keyCap !== undefined && <KeyCap>{keyCap}</KeyCap>}
    </button>
  );
}

function words({ hint, children }: Pick<ButtonProps, 'hint' | 'children'>): ReactNode {
  return (
    <span className={styles['label']}>
      {children}
      {hint !== undefined && <span className={styles['hint']}>{hint}</span>}
    </span>
  );
}

/** Held down it presses once, as every key of the till. */
export function ignoreHeldKey(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}
