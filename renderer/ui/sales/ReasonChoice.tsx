import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import styles from './SalesScreen.module.css';

interface Props {
  readonly reasons: readonly string[];
  readonly label: string;
  /** Said while there is none. */
  readonly needed: string;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onEnter: () => void;
}

/** Why money goes back: one of the usual reasons, or one's own words. */
export function ReasonChoice({ reasons, label, needed, reason, onReason, onEnter }: Props) {
  const isReasoned = reason.trim() !== '';
  return (
    <>
      <div className={styles['reasons']}>
        {reasons.map((one) => (
          <Button key={one} onPress={() => onReason(one)}>
            {one}
          </Button>
        ))}
      </div>
      <Field
        label={label}
        value={reason}
        onChange={onReason}
        description={isReasoned ? '' : needed}
        onEnter={isReasoned ? onEnter : undefined}
      />
    </>
  );
}
