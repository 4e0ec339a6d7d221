import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import styles from './SalesScreen.module.css';

interface SlipSearchProps {
  readonly means: string;
  /** What is typed off the slip, in the order in which it stands there. */
  readonly fields: readonly TypedOff[];
  readonly find: string;
  /** Undefined while something is missing, or is being looked for. */
  readonly onFind: (() => void) | undefined;
}

interface TypedOff {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** How the number may be written; of what is digits alone there is nothing to say. */
  readonly hint?: string;
}

/** What a slip says, typed; the bank is asked about the whole of it. */
export function SlipSearch({ means, fields, find, onFind }: SlipSearchProps) {
  return (
    <>
      <p>{means}</p>
      {fields.map(({ label, value, onChange, hint }, nth) => (
        <Field
          key={label}
          label={label}
          value={value}
          onChange={onChange}
          {...(hint === undefined ? { inputMode: 'numeric' } : { description: hint })}
          onEnter={onFind}
          takesFocus={nth === 0}
        />
      ))}
      <DialogActions>
        <Button
          variant="primary"
          size="tender"
          keyCap="Enter"
          isDisabled={onFind === undefined}
          onPress={() => onFind?.()}
        >
          {find}
        </Button>
      </DialogActions>
    </>
  );
}

interface SlipNewsProps {
  readonly isLooking: boolean;
  readonly failure: Failure | null;
  readonly looking: ReactNode;
  readonly notFound: ReactNode;
}

/** That the bank is being asked, and why it was not found. */
export function SlipNews({ isLooking, failure, looking, notFound }: SlipNewsProps) {
  const { t } = useTranslation('errors');
  return (
    <div aria-live="polite">
      {isLooking && <p>{looking}</p>}
      {failure !== null && (
        <p role="alert" className={styles['alarm']}>
          {notFound} {t(failure.code)}
        </p>
      )}
    </div>
  );
}
