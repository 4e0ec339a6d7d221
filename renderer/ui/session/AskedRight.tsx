import { useTranslation } from 'react-i18next';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { SupervisorPin } from './SupervisorPin.tsx';

/** A discount or a deletion that the cashier may not do alone: what it is, and a supervisor's PIN (A28). */
export function AskedRight() {
  const { t } = useTranslation(['session', 'errors']);
  const wanted = useTillState('rights', (state) => state.wanted);
  const failure = useTillState('rights', (state) => state.failure);
  const allow = useTillState('rights', (state) => state.allow);
  const close = useTillState('rights', (state) => state.close);
  if (wanted === null) return null;
  return (
    <SupervisorPin
      act={wanted.right}
      onApproved={(approvalId, supervisorId) => void allow({ approvalId, supervisorId })}
      onCancel={close}
    >
      <p>{t(`session:right.${wanted.right}`, { amount: money(wanted.amountMinor) })}</p>
      {failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
    </SupervisorPin>
  );
}
