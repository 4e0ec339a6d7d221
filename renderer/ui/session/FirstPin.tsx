import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../shared/contracts/error-codes.ts';
import type { OperatorFacts } from '../../../shared/contracts/host-facts.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { PinDialog } from '../kit/PinDialog.tsx';
import { useTillState } from '../stores-context.ts';

interface Props {
  readonly operator: OperatorFacts;
  readonly onClose: () => void;
}

/** Start code, new PIN, and the same once more: a slip of the finger is nobody's PIN (P28). */
export function FirstPin({ operator, onClose }: Props) {
  const { t } = useTranslation('session');
  const setPin = useTillState('session', (state) => state.setPin);
  const [startCode, setStartCode] = useState<string | null>(null);
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const [refusal, setRefusal] = useState<ErrorCode | null>(null);
  const again = async (pin: string): Promise<void> => {
    setFirst(null);
    setDiffers(pin !== first);
    if (pin !== first || startCode === null) return;
    const failure = await setPin({ operatorId: operator.id, startCode, pin });
    if (failure === null) return onClose();
    setRefusal(failure.code);
    setStartCode(null);
  };
  if (startCode === null) {
    return (
      <StartCode operator={operator} refusal={refusal} onClose={onClose} onTyped={setStartCode} />
    );
  }
  const isFirst = first === null;
  return (
    <PinDialog
      key={String(isFirst)}
      title={t(isFirst ? 'newPin' : 'newPinAgain', { name: operator.name })}
      error={isFirst && differs ? t('pinsDiffer') : undefined}
      onSubmit={(pin) => (isFirst ? setFirst(pin) : void again(pin))}
      onCancel={onClose}
    >
      <p>{t(isFirst ? 'newPinMeans' : 'newPinAgainMeans')}</p>
    </PinDialog>
  );
}

function StartCode({
  operator: { id, name, hasStartCode },
  refusal,
  onTyped,
  onClose,
}: Props & {
  readonly refusal: ErrorCode | null;
  readonly onTyped: (startCode: string) => void;
}) {
  const { t } = useTranslation(['session', 'errors', 'common']);
  const [typed, setTyped] = useState('');
  const next = typed.trim() === '' ? undefined : () => onTyped(typed.trim());
  return (
    <Dialog title={t('session:startCodeOf', { id, name })} onClose={onClose}>
      <p>{t(hasStartCode ? 'session:startCodeMeans' : 'session:startCodeNone')}</p>
      <Field
        label={t('session:startCode')}
        value={typed}
        onChange={setTyped}
        maxLength={40}
        takesFocus
        onEnter={next}
        error={refusal === null ? undefined : t(`errors:${refusal}`)}
      />
      <DialogActions>
        <Button keyCap="Esc" onPress={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          variant="primary"
          keyCap="Enter"
          isDisabled={next === undefined}
          onPress={() => next?.()}
        >
          {t('session:next')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
