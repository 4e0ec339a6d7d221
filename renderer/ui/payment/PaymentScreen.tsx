import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import { minor } from '../../../shared/domain/money.ts';
import { TEST_CARDS } from '../../../shared/domain/test-cards.ts';
import { present } from '../../../shared/lib/assert.ts';
import { priced } from '../../stores/cart-store.ts';
import type { Verdict } from '../../stores/checkout-store.ts';
import { Button } from '../kit/Button.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { money } from '../kit/money.ts';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './PaymentScreen.module.css';

const NOTE_MINOR = 10_000;

export function PaymentScreen() {
  const { t, i18n } = useTranslation('payment');
  const paying = present(
    useTillState('checkout', (state) => state.paying),
    'a payment',
  );
  const checkout = useTillState('checkout', (state) => state);
  const cart = useTillState('cart', (state) => state.cart);
  const cardsLocked = useTillState('till', (state) => state.cardsLocked);
  const { verdict, question } = paying;
  const sale = verdict !== null && 'sale' in verdict ? verdict.sale : null;
  const dueMinor = sale?.totals.dueMinor ?? priced({ cart }).totals.dueMinor;
  const nextNote = minor(Math.ceil(dueMinor / NOTE_MINOR) * NOTE_MINOR);
  const isOpen = verdict === null && !paying.busy;
  return (
    <main className={styles['payment']}>
      <Panel isFilling>
        <p>{t('due')}</p>
        <output className={styles['due']}>{money(dueMinor)}</output>
        {[...new Set([dueMinor, nextNote])].map((amount) => (
          <Button
            key={amount}
            size="tender"
            isDisabled={!isOpen}
            onPress={() => void checkout.payCash(minor(amount))}
          >
            {t('cash')} {money(amount)}
          </Button>
        ))}
        <Button isDisabled={paying.busy} onPress={checkout.stopPaying}>
          {verdict === null ? t('back') : t('nextSale')}
        </Button>
      </Panel>
      <Panel isFilling title={t('card')}>
        <div className={styles['tray']}>
          {TEST_CARDS.map((card) => (
            <Button
              key={card.id}
              isDisabled={!isOpen || cardsLocked}
              onPress={() => void checkout.payCard(card.id, card.pin)}
            >
              {i18n.language === 'en' ? card.nameEn : card.nameZh}
            </Button>
          ))}
        </div>
        {cardsLocked && <p role="alert">{t('cardsLocked')}</p>}
      </Panel>
      <div className={styles['verdict']} aria-live="polite">
        {paying.busy && question === null && (
          <Button variant="danger" onPress={checkout.giveUp}>
            {t('giveUp')}
          </Button>
        )}
        {question?.kind === 'unknown' && (
          <InkCard ink="unknown" title={t('unknown')}>
            <p>{t('unknownWhy')}</p>
            <Button onPress={() => checkout.answer('keep-asking')}>{t('keepAsking')}</Button>
            <Button variant="danger" onPress={() => checkout.answer('give-up')}>
              {t('giveUp')}
            </Button>
          </InkCard>
        )}
        {question?.kind === 'promise' && (
          <div role="alert">
            <InkCard ink="promised" title={t('provisional')}>
              <p>{t('provisionalWhy')}</p>
              <Button
                variant="promise"
                size="pay"
                onPress={() =>
                  checkout.answer({ accept: true, customerContact: '', supervisorId: '' })
                }
              >
                {t('accept')}
              </Button>
              <Button onPress={() => checkout.answer({ accept: false })}>{t('refuse')}</Button>
            </InkCard>
          </div>
        )}
        {verdict !== null && <VerdictCard verdict={verdict} t={t} />}
        {paying.printed !== null && <p>{t(paying.printed ? 'printed' : 'notPrinted')}</p>}
      </div>
    </main>
  );
}

type Words = TFunction<'payment'>;

function VerdictCard({ verdict, t }: { readonly verdict: Verdict; readonly t: Words }) {
  const [ink, title, detail] = verdictWords(verdict, t);
  return (
    <div data-verdict={verdict.kind}>
      <InkCard ink={ink} title={title}>
        <p>{detail}</p>
      </InkCard>
    </div>
  );
}

function verdictWords(verdict: Verdict, t: Words): readonly [Certainty, string, string] {
  switch (verdict.kind) {
    case 'cash': {
      const cash = verdict.sale.tenders.find((tender) => tender.kind === 'cash');
      return ['certain', t('paidCash'), `${t('change')} ${money(cash?.changeMinor ?? 0)}`];
    }
    case 'approved':
      return ['certain', t('approved'), verdict.sale.number];
    case 'provisional':
      return ['promised', t('provisional'), t('provisionalWhy')];
    case 'declined':
      return ['refused', t('declined'), verdict.code];
    case 'taken-back':
      return ['refused', t('takenBack'), verdict.sale.number];
    case 'not-offline':
      return ['refused', t('notOffline'), verdict.code];
    case 'not-recorded':
      return ['unknown', t('notRecorded'), verdict.code];
    case 'failed':
      return ['refused', t('failed'), verdict.failure.code];
  }
}
