import { useTranslation } from 'react-i18next';
import { windowWarning } from '../../../shared/domain/offline-policy.ts';
import { classes } from '../kit/classes.ts';
import styles from './CostPanel.module.css';

interface Props {
  readonly name: string;
  /** Share that is used up; above 1 it is full. */
  readonly used: number;
  /** Of how much, in its own unit. */
  readonly children: string;
}

/** How far a limit of the bank's is used up; it warns at the levels of P15. */
export function Meter({ name, used, children }: Props) {
  const { t } = useTranslation('line');
  const percent = percentOf(used);
  const warning = windowWarning(used);
  return (
    <div className={styles['meter']}>
      <span className={styles['soft']}>{name}</span>
      <b>{children}</b>
      <meter
        className="visually-hidden"
        aria-label={name}
        aria-valuetext={t('used', { percent })}
        min={0}
        max={100}
        value={percent}
      />
      <div className={styles['track']} aria-hidden="true">
        <div
          className={classes(styles['fill'], warning !== null && styles['warned'])}
          style={{ width: `${percent}%` }}
        />
      </div>
    </div>
  );
}

/** Never shown as less than it is: one promise of two hundred is one per cent, not none. */
export function percentOf(used: number): number {
  return Math.min(100, Math.ceil(used * 100));
}
