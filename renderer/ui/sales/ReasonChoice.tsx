import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import type { AskedReason } from './GiveBackDialog.tsx';
import styles from './SalesScreen.module.css';

interface Props extends AskedReason {
  readonly reasons: readonly string[];
  readonly words: {
    readonly label: string;
    /** Said while there is none. */
    readonly needed: string;
    readonly ask: string;
  };
  /** Something else of the question is still missing. */
  readonly isHeldUp?: boolean;
}

/** Why it is done: one of the usual reasons, or one's own words; then a supervisor is asked (F38). */
export function ReasonChoice(props: Props) {
  const { reasons, words, reason, onReason, onAsk, isHeldUp = false } = props;
  const isReasoned = reason.trim() !== '';
  const mayAsk = isReasoned && !isHeldUp;
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
        label={words.label}
        value={reason}
        onChange={onReason}
        description={isReasoned ? '' : words.needed}
        onEnter={mayAsk ? onAsk : undefined}
      />
      <DialogActions>
        <Button variant="danger" size="tender" isDisabled={!mayAsk} onPress={onAsk}>
          {words.ask}
        </Button>
      </DialogActions>
    </>
  );
}
