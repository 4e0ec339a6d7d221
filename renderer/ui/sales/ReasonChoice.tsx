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
  /** Not where an amount is asked for first. */
  readonly takesFocus?: boolean;
}

/**
 * Why it is done: one of the usual reasons, or one's own words; then a supervisor is asked (F38). The
 * focus stays in the field whatever is touched, so that Enter goes on.
 */
export function ReasonChoice(props: Props) {
  const { reasons, words, reason, onReason, onAsk, isHeldUp = false, takesFocus = true } = props;
  const isReasoned = reason.trim() !== '';
  const mayAsk = isReasoned && !isHeldUp;
  return (
    <>
      <div className={styles['reasons']}>
        {reasons.map((one) => (
          <Button key={one} preventFocusOnPress onPress={() => onReason(one)}>
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
        takesFocus={takesFocus}
      />
      <DialogActions>
        <Button variant="danger" size="tender" keyCap="Enter" isDisabled={!mayAsk} onPress={onAsk}>
          {words.ask}
        </Button>
      </DialogActions>
    </>
  );
}
