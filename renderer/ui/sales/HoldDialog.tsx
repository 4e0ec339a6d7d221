import { useTranslation } from 'react-i18next';
import { amountOf, type HoldEnd, type Holding } from '../../stores/hold-store.ts';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { CardPin } from '../payment/CardPin.tsx';
import { CardTray } from '../payment/CardTray.tsx';
import { useTillState } from '../stores-context.ts';
import { GiveBackDialog, GiveBackEnd, type AskedReason } from './GiveBackDialog.tsx';
import { HoldAmount } from './HoldAmount.tsx';
import { HoldSearch } from './HoldSearch.tsx';
import { HoldTerms } from './HoldTerms.tsx';
import styles from './SalesScreen.module.css';

/** Pre-authorisation 预授权: one of three ways, what it needs, and the bank's word. */
export function HoldDialog({ holding }: { readonly holding: Holding }) {
  const { t } = useTranslation('hold');
  const releaseIt = useTillState('hold', (state) => state.releaseIt);
  const leave = useTillState('hold', (state) => state.leave);
  const answerPin = useTillState('hold', (state) => state.answerPin);
  const keepAsking = useTillState('hold', (state) => state.keepAsking);
  const giveUp = useTillState('hold', (state) => state.giveUp);
  const { act, question } = holding;
  if (question?.kind === 'pin') return <CardPin question={question} onDone={answerPin} />;
  return (
    <GiveBackDialog
      act="release"
      title={act === null ? t('title') : `${t('title')} · ${t(`act.${act}`)}`}
      attended={holding}
      words={{
        title: t('waitingTitle'),
        waiting: t('waiting'),
        money: t('unknownMoney'),
        why: t('unknownWhy'),
        givingUp: t('givingUp'),
      }}
      onApproved={releaseIt}
      onLeave={leave}
      onKeepAsking={keepAsking}
      onGiveUp={giveUp}
    >
      {(asked) => <Step holding={holding} asked={asked} />}
    </GiveBackDialog>
  );
}

function Step({ holding, asked }: { readonly holding: Holding; readonly asked: AskedReason }) {
  const { act, hold, isCardNext, outcome } = holding;
  if (act === null) return <Ways />;
  if (outcome !== null) return <Outcome holding={holding} outcome={outcome} />;
  if (act === 'hold') {
    return isCardNext ? <CardNext holding={holding} /> : <HoldAmount holding={holding} />;
  }
  if (hold === null) return <HoldSearch holding={holding} />;
  return <HoldTerms holding={holding} hold={hold} {...asked} />;
}

const WAYS = [
  { act: 'hold', keyCap: '1' },
  { act: 'complete', keyCap: '2' },
  { act: 'release', keyCap: '3' },
] as const;

function Ways() {
  const { t } = useTranslation('hold');
  const choose = useTillState('hold', (state) => state.choose);
  useKeyLayer(Object.fromEntries(WAYS.map(({ act, keyCap }) => [keyCap, () => choose(act)])));
  return (
    <div className={styles['ways']}>
      {WAYS.map(({ act, keyCap }) => (
        <Button
          key={act}
          keyCap={keyCap}
          size="tender"
          hint={t(`act.${act}.means`)}
          onPress={() => choose(act)}
        >
          {t(`act.${act}`)}
        </Button>
      ))}
    </div>
  );
}

function CardNext({ holding }: { readonly holding: Holding }) {
  const { t } = useTranslation('hold');
  const holdIt = useTillState('hold', (state) => state.holdIt);
  return (
    <>
      <p>
        {t('toHold')} <b>{money(amountOf(holding) ?? 0)}</b>
      </p>
      <CardTray isDisabled={false} onCard={({ id }) => void holdIt(id)} />
    </>
  );
}

function Outcome({ holding, outcome }: { readonly holding: Holding; readonly outcome: HoldEnd }) {
  const { t } = useTranslation(['hold', 'errors']);
  const leave = useTillState('hold', (state) => state.leave);
  const { act, hold } = holding;
  const { kind } = outcome;
  const isNew = act === 'hold' || act === null;
  const amountMinor = act === 'release' ? hold?.of.amountMinor : amountOf(holding);
  const amount = money(amountMinor ?? 0);
  const title = kind === 'done' ? t(`hold:done.${act ?? 'hold'}`) : t(`hold:end.${kind}`);
  return (
    <GiveBackEnd outcome={outcome} title={title} onClose={leave}>
      {kind === 'done' && <p>{t(`hold:done.${act ?? 'hold'}.means`, { amount })}</p>}
      {kind === 'failed' && <p>{t(`errors:${outcome.failure.code}`)}</p>}
      {kind === 'stopped' && <p>{t('hold:nothingSent')}</p>}
      {kind === 'taken-back' && <p>{t('hold:willBeUndone')}</p>}
      {kind === 'not-recorded' && <p>{t('hold:lockedMeans')}</p>}
      {CERTAINLY_NOT.has(kind) && <p>{t(isNew ? 'hold:nothingHeld' : 'hold:standsAsItWas')}</p>}
    </GiveBackEnd>
  );
}

/** Of a failure only its own words say what became of it. */
const CERTAINLY_NOT: ReadonlySet<HoldEnd['kind']> = new Set<HoldEnd['kind']>([
  'declined',
  'stopped',
  'refused-by-card',
]);
