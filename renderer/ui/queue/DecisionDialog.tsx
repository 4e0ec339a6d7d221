import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { QueueRow } from '../../services/queue/queue-row.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { InkAmount, InkChip } from '../kit/Ink.tsx';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import { adviceFor } from '../payment/response-codes.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { ContactNotes } from './ContactNotes.tsx';
import { meaningOfActs, saidOfAct, whatIsTheMatter } from './decision-words.ts';
import { PayLinkPanel } from './PayLinkPanel.tsx';
import { RecoveryWays } from './RecoveryWays.tsx';
import styles from './DecisionDialog.module.css';

interface Props {
  readonly row: QueueRow;
  readonly onClose: () => void;
}

type Act = 'try-again' | 'write-off';
type Outcome = 'decided' | 'alreadyDecided' | Failure;

/** What becomes of a record on the exception list: tried again or written off, with PIN and reason. */
export function DecisionDialog({ row: opened, onClose }: Props) {
  const decide = useTillState('queue', (state) => state.decide);
  const now = useRowNow(opened);
  const [act, setAct] = useState<Act | null>(null);
  const [reason, setReason] = useState('');
  const [isDeciding, setDeciding] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  if (outcome === 'decided' || outcome === 'alreadyDecided') {
    return <Decided row={opened} outcome={outcome} onClose={onClose} />;
  }
  // While it is being decided it leaves the list; what came of it is said below.
  const row = isDeciding ? opened : now;
  const { decision } = row;
  if (decision === null) return <PaidMeanwhile row={row} onClose={onClose} />;
  const run = async (chosen: Act, approval: Approval): Promise<void> => {
    setAct(null);
    setDeciding(true);
    const done = await decide(chosen, decision.outboxKey, { ...approval, reason: reason.trim() });
    if (!done.ok) setOutcome(done.error);
    else setOutcome(saidOfAct(done.value));
    setDeciding(false);
  };
  if (act !== null) {
    return (
      <SupervisorPin
        act={act}
        onApproved={(approvalId, supervisorId) => void run(act, { approvalId, supervisorId })}
        onCancel={() => setAct(null)}
      />
    );
  }
  return (
    <Question
      row={row}
      reason={reason}
      failure={outcome}
      onReason={setReason}
      onAct={setAct}
      onClose={onClose}
    />
  );
}

/** The dialog was opened on what was so then: a link may have been made, paid or withdrawn since. */
function useRowNow(row: QueueRow): QueueRow {
  return useTillState('queue', ({ view }) => view?.rows.find(({ key }) => key === row.key) ?? row);
}

/** Nothing is left to decide: its customer has paid by the link. */
function PaidMeanwhile({ row, onClose }: Props) {
  const { t } = useTranslation(['queue', 'recovery', 'common']);
  const isByLink = row.reason.kind === 'paid-by-link';
  return (
    <Dialog title={useTitle(row)} onClose={onClose}>
      <output>
        <InkChip ink={row.ink}>
          {t(isByLink ? 'recovery:link.paid' : 'queue:alreadyDecided')}
        </InkChip>
      </output>
      <DialogActions>
        <Button variant="primary" onPress={onClose}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function useTitle({ saleNumber, amountMinor }: QueueRow): string {
  const { t } = useTranslation('queue');
  return t('decideTitle', { number: saleNumber, amount: money(amountMinor) });
}

interface DecidedProps extends Props {
  readonly outcome: 'decided' | 'alreadyDecided';
}

function Decided({ row, outcome, onClose }: DecidedProps) {
  const { t } = useTranslation(['queue', 'common']);
  return (
    <Dialog title={useTitle(row)} onClose={onClose}>
      <output>{t(`queue:${outcome}`)}</output>
      <DialogActions>
        <Button variant="primary" onPress={onClose}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface QuestionProps extends Props {
  readonly reason: string;
  readonly failure: Failure | null;
  readonly onReason: (reason: string) => void;
  readonly onAct: (act: Act) => void;
}

const REASONS = ['agreed', 'unreachable', 'small'] as const;

function Question({ row, reason, failure, onReason, onAct, onClose }: QuestionProps) {
  const { t } = useTranslation(['queue', 'errors', 'recovery']);
  const isReasoned = reason.trim() !== '';
  const { loss } = row;
  const supervised = (
    <>
      <div className={styles['reasons']}>
        {REASONS.map((one) => (
          <Button key={one} onPress={() => onReason(t(`queue:why.${one}`))}>
            {t(`queue:why.${one}`)}
          </Button>
        ))}
      </div>
      <Field
        label={t('queue:why')}
        value={reason}
        onChange={onReason}
        description={isReasoned ? '' : t('queue:whyNeeded')}
      />
      {failure !== null && (
        <p role="alert" className={styles['alarm']}>
          {t(`errors:${failure.code}`)}
        </p>
      )}
      <Acts row={row} isReasoned={isReasoned} onAct={onAct} />
    </>
  );
  return (
    <Dialog title={useTitle(row)} width={loss === null ? 'wide' : 'full'} onClose={onClose}>
      <What row={row} />
      {loss === null ? (
        supervised
      ) : (
        <div className={styles['desk']}>
          <div className={styles['column']}>
            {loss.link !== null && (
              <PayLinkPanel row={row} tenderId={loss.tenderId} link={loss.link} />
            )}
            <ContactNotes row={row} loss={loss} />
          </div>
          <div className={styles['column']}>
            <RecoveryWays row={row} loss={loss} onGone={onClose} />
            <h3>{t('recovery:supervised')}</h3>
            {supervised}
          </div>
        </div>
      )}
    </Dialog>
  );
}

function What({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation(['queue', 'codes', 'recovery']);
  const words = useCodeWords();
  const { reason, decision, loss, ink, state, amountMinor, customerContact } = row;
  const isCoded = reason.kind === 'refused' || reason.kind === 'unread';
  const code = loss?.code ?? (isCoded ? reason.code : '');
  const isRefused = decision?.kind === 'refused-payment';
  return (
    <>
      <p className={styles['what']}>
        <InkChip ink={ink}>{t(`queue:state.${state}`)}</InkChip>
        {t(`queue:${whatIsTheMatter(row)}`, { words: words(code) })}
      </p>
      {isRefused && loss === null && (
        <p className={styles['advice']}>{t(`codes:advice.${adviceFor(code)}`)}</p>
      )}
      {loss === null && customerContact !== '' && (
        <Fact name={t('queue:contact')}>{customerContact}</Fact>
      )}
      {loss !== null && (
        <div className={styles['facts']}>
          <Fact name={t('recovery:loss')}>
            <InkAmount ink={ink} amountMinor={amountMinor} />
          </Fact>
          <Fact name={t('recovery:refusedAs')}>{loss.code}</Fact>
          <Fact name={t('recovery:tries')}>{t('recovery:triesCount', { count: loss.tries })}</Fact>
        </div>
      )}
    </>
  );
}

interface ActsProps {
  readonly row: QueueRow;
  readonly isReasoned: boolean;
  readonly onAct: (act: Act) => void;
}

function Acts({ row: { decision, loss, amountMinor }, isReasoned, onAct }: ActsProps) {
  const { t } = useTranslation(['queue', 'recovery']);
  if (decision === null) return null;
  const { mayTryAgain, mayWriteOff } = decision;
  const means = meaningOfActs(decision);
  return (
    <div className={styles['acts']}>
      <Button
        variant="danger"
        size="tender"
        isDisabled={!isReasoned || !mayWriteOff}
        hint={t(`queue:${means.writeOff}`, { amount: money(amountMinor) })}
        onPress={() => onAct('write-off')}
      >
        {t('queue:writeOff')}
      </Button>
      <Button
        variant="primary"
        size="tender"
        isDisabled={!isReasoned || !mayTryAgain}
        hint={
          loss === null || loss.again === 'may'
            ? t(`queue:${means.tryAgain}`)
            : t(`recovery:again.${loss.again}`)
        }
        onPress={() => onAct('try-again')}
      >
        {t('queue:tryAgain')}
      </Button>
    </div>
  );
}
