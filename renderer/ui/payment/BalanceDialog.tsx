import { useTranslation } from 'react-i18next';
import type { Enquiry } from '../../stores/balance-store.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { Fact } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { CardPin } from './CardPin.tsx';
import { CardTray } from './CardTray.tsx';
import { useCodeWords } from './use-code-words.ts';
import cash from './CashDesk.module.css';

/**
 * What is on a card (余额查询): in the largest type, since it is for the card holder on the other side
 * of the counter, and gone with the dialog. No ink: it is no money of the shop's.
 */
export function BalanceDialog({ enquiry }: { readonly enquiry: Enquiry }) {
  const { t } = useTranslation('balance');
  const leave = useTillState('balance', (state) => state.leave);
  const ask = useTillState('balance', (state) => state.ask);
  const answerPin = useTillState('balance', (state) => state.answerPin);
  const { busy, outcome, question } = enquiry;
  if (question?.kind === 'pin') return <CardPin question={question} onDone={answerPin} />;
  return (
    <Dialog title={t('title')} width="wide" mustAnswer={busy} onClose={leave}>
      {!busy && outcome === null && (
        <>
          <p>{t('means')}</p>
          <CardTray isDisabled={false} onCard={({ id }) => void ask(id)} />
        </>
      )}
      {busy && <Asking />}
      {!busy && outcome !== null && <Told enquiry={enquiry} />}
    </Dialog>
  );
}

function Asking() {
  const { t } = useTranslation('balance');
  const giveUp = useTillState('balance', (state) => state.giveUp);
  return (
    <>
      <output>{t('asking')}</output>
      <DialogActions>
        <Button size="tender" onPress={giveUp}>
          {t('stop')}
        </Button>
      </DialogActions>
    </>
  );
}

function Told({ enquiry }: { readonly enquiry: Enquiry }) {
  const { t } = useTranslation(['balance', 'errors', 'common']);
  const leave = useTillState('balance', (state) => state.leave);
  const print = useTillState('balance', (state) => state.print);
  const { outcome, slip } = enquiry;
  const isTold = outcome?.kind === 'told';
  useKeyLayer({ Enter: leave });
  return (
    <>
      <div aria-live="polite" data-balance={outcome?.kind}>
        {outcome?.kind === 'told' ? (
          <div className={cash['given']}>
            <p>{t('balance:available')}</p>
            <BigAmount size="huge" amountMinor={outcome.balanceMinor} />
            <Fact name={outcome.card.scheme}>{outcome.card.maskedNumber}</Fact>
            <p>{t('balance:toldMeans')}</p>
          </div>
        ) : (
          <NotTold enquiry={enquiry} />
        )}
      </div>
      <output>
        {slip === 'printed' && t('balance:printed')}
        {slip === 'not-printed' && t('balance:notPrinted')}
      </output>
      <DialogActions>
        {isTold && (
          <Button size="tender" isDisabled={slip === 'printing'} onPress={() => void print()}>
            {t('balance:print')}
          </Button>
        )}
        <Button variant="primary" size="tender" keyCap="Enter" onPress={leave}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </>
  );
}

function NotTold({ enquiry: { outcome } }: { readonly enquiry: Enquiry }) {
  const { t } = useTranslation(['balance', 'errors']);
  const wordsOf = useCodeWords();
  switch (outcome?.kind) {
    case 'not-told':
      return (
        <InkCard ink="refused" title={t('balance:notTold')}>
          <p>
            {wordsOf(outcome.code)} <b>{outcome.code}</b>
          </p>
        </InkCard>
      );
    case 'failed':
      return (
        <InkCard ink="refused" title={t('balance:failed')}>
          <p>{t(`errors:${outcome.failure.code}`)}</p>
        </InkCard>
      );
    default:
      return <p>{t('balance:stopped')}</p>;
  }
}
