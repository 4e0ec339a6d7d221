import { Check, CircleDashed, CircleDotDashed, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import { classes } from './classes.ts';
import { money } from './money.ts';
import styles from './Ink.module.css';

/**
 * The one place that draws how certain money is (SCREENS, "the ink of money"): pattern, colour,
 * icon and word together, so that no single one of them has to be seen.
 */
const ICONS: Readonly<Record<Certainty, typeof Check>> = {
  certain: Check,
  promised: CircleDotDashed,
  unknown: CircleDashed,
  refused: X,
};

interface ChipProps {
  readonly ink: Certainty;
  /** Says more exactly what it is; without, the word of the ink. */
  readonly children?: ReactNode;
  readonly amountMinor?: number;
}

export function InkChip({ ink, children, amountMinor }: ChipProps) {
  const { t } = useTranslation('common');
  const Icon = ICONS[ink];
  return (
    <span className={classes(styles['chip'], styles[ink])} data-ink={ink}>
      <Icon size={16} strokeWidth={2.5} aria-hidden="true" />
      <span>{children ?? t(`ink.${ink}`)}</span>
      {amountMinor !== undefined && <b>{money(amountMinor)}</b>}
    </span>
  );
}

interface CardProps {
  readonly ink: Certainty;
  readonly title: ReactNode;
  readonly children?: ReactNode;
}

/** A verdict: large, in its ink, with the hatch along its upper edge when it is a promise. */
export function InkCard({ ink, title, children }: CardProps) {
  const Icon = ICONS[ink];
  return (
    <div className={classes(styles['card'], styles[ink])} data-ink={ink}>
      {ink === 'promised' && <div className={styles['hatch']} aria-hidden="true" />}
      <h2 className={styles['title']}>
        <Icon size={30} strokeWidth={2.75} aria-hidden="true" />
        <span>{title}</span>
      </h2>
      {children}
    </div>
  );
}

/** An amount in its ink, for tables and totals. */
export function InkAmount({
  ink,
  amountMinor,
}: {
  readonly ink: Certainty;
  readonly amountMinor: number;
}) {
  const { t } = useTranslation('common');
  return (
    <span className={classes(styles['amount'], styles[`text-${ink}`])} data-ink={ink}>
      <span className="visually-hidden">{t(`ink.${ink}`)} </span>
      {money(amountMinor)}
    </span>
  );
}

/** One part of a bar that shows a day's money by certainty. */
export function InkBar({
  parts,
  label,
}: {
  readonly parts: readonly { readonly ink: Certainty; readonly amountMinor: number }[];
  readonly label: string;
}) {
  const shown = parts.filter(({ amountMinor }) => amountMinor > 0);
  return (
    <figure className={styles['bar']} aria-label={label}>
      {shown.map(({ ink, amountMinor }) => (
        <span key={ink} className={styles[`fill-${ink}`]} style={{ flexGrow: amountMinor }} />
      ))}
    </figure>
  );
}
