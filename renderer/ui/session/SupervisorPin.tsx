import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupervisedAct } from '../../../shared/contracts/supervised-acts.ts';
import { PinDialog } from '../kit/PinDialog.tsx';
import { useBusy } from '../kit/use-busy.ts';
import { useTillState } from '../stores-context.ts';

interface Props {
  readonly act: SupervisedAct;
  /** What is asked for, where nothing on the screen has said it. */
  readonly children?: ReactNode;
  readonly onApproved: (approvalId: string, supervisorId: string) => void;
  readonly onCancel: () => void;
}

/** Asks a supervisor for a yes to one act (P28, F38); who is signed in stays signed in. */
export function SupervisorPin({ act, children, onApproved, onCancel }: Props) {
  const { t } = useTranslation(['session', 'errors']);
  const supervisor = useTillState('session', ({ operators, session }) => {
    // The bank's address is the administrator's matter too: who is here need not call anybody.
    const isAdministrators = act === 'change-settings' && session?.role === 'administrator';
    return isAdministrators
      ? operators.find(({ id }) => id === session.operatorId)
      : operators.find(({ role }) => role === 'supervisor');
  });
  const approve = useTillState('session', (state) => state.approve);
  const failure = useTillState('session', (state) => state.approvalFailure);
  const [tried, setTried] = useState(false);
  const { isBusy, run, isLeft } = useBusy();
  const ask = async (pin: string): Promise<void> => {
    const approval = await approve({ act, pin, operatorId: supervisor?.id ?? '' });
    // Cancelled while the PIN was looked at: nobody wants the act any more, and the yes is not used.
    if (isLeft()) return;
    setTried(true);
    if (approval !== null) onApproved(approval.approvalId, approval.supervisorId);
  };
  return (
    <PinDialog
      title={t('session:pinOf', { name: supervisor?.name ?? t('session:role.supervisor') })}
      error={tried && failure !== null ? t(`errors:${failure.code}`) : undefined}
      isBusy={isBusy}
      onSubmit={(pin) => void run(() => ask(pin))}
      onCancel={onCancel}
    >
      {children}
      {supervisor?.hasPin === false && <p>{t('session:supervisorHasNoPin')}</p>}
      {typeof supervisor?.samplePin === 'string' && (
        <p>{t('session:samplePin', { pin: supervisor.samplePin })}</p>
      )}
    </PinDialog>
  );
}
