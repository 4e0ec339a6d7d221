import { useEffect, useRef } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { certaintyOfSale } from '../../../shared/domain/certainty.ts';
import { isHeldMoney, namedMinor } from '../../../shared/domain/holding.ts';
import { wasSold, type Sale } from '../../../shared/domain/sale.ts';
import { useNow } from '../frame/use-now.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { InkAmount, InkChip } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { timeText } from '../kit/time.ts';
import { chosenSale } from '../../stores/sales-store.ts';
import { useTillState } from '../stores-context.ts';
import styles from './SalesScreen.module.css';

export function SalesList() {
  const { t } = useTranslation(['sales', 'refund', 'hold', 'errors']);
  const sales = useTillState('sales', (state) => state.sales);
  const failure = useTillState('sales', (state) => state.failure);
  const isMore = useTillState('sales', (state) => state.isMore);
  const typed = useTillState('sales', (state) => state.typed);
  const type = useTillState('sales', (state) => state.type);
  const showMore = useTillState('sales', (state) => state.showMore);
  const openSlip = useTillState('refund', (state) => state.openSlip);
  const isOnline = useTillState('till', ({ reach }) => reach.reach === 'online');
  const chosen = useTillState('sales', chosenSale);
  const openHold = useTillState('hold', (state) => state.open);
  const preAuthorise = (): void => openHold(chosen);
  useKeyLayer({ F6: isOnline ? preAuthorise : undefined, F7: isOnline ? openSlip : undefined });
  return (
    <>
      <header className={styles['head']}>
        <h1>{t('sales:title')}</h1>
        <Field
          label={t('sales:find')}
          value={typed}
          onChange={type}
          placeholder={t('sales:findHint')}
        />
        <Button keyCap="F6" isDisabled={!isOnline} onPress={preAuthorise}>
          {t('hold:open')}
        </Button>
        <Button keyCap="F7" isDisabled={!isOnline} onPress={openSlip}>
          {t('refund:bySlip')}
        </Button>
      </header>
      {failure !== null && (
        <p role="alert" className={styles['alarm']}>
          {t('sales:notRead')} {t(`errors:${failure.code}`)}
        </p>
      )}
      {sales === null && failure === null && <p>{t('sales:notReadYet')}</p>}
      {sales?.length === 0 && <Nothing isSearch={typed !== ''} />}
      {sales !== null && sales.length > 0 && <Rows sales={sales} />}
      {isMore && <Button onPress={showMore}>{t('sales:showMore')}</Button>}
    </>
  );
}

function Nothing({ isSearch }: { readonly isSearch: boolean }) {
  const { t } = useTranslation('sales');
  return (
    <div className={styles['nothing']}>
      <p>{t(isSearch ? 'noneMeant' : 'empty')}</p>
      <small>{t(isSearch ? 'noneMeantHint' : 'emptyHint')}</small>
    </div>
  );
}

function Rows({ sales }: { readonly sales: readonly Sale[] }) {
  const { t } = useTranslation('sales');
  const chosenId = useTillState('sales', (state) => state.chosenId);
  const choose = useTillState('sales', (state) => state.choose);
  const list = useRef<HTMLDivElement>(null);
  // The arrow keys choose at once; whoever types into the field above keeps it.
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.focus();
  }, []);
  return (
    <ListBox
      ref={list}
      className={styles['rows'] ?? ''}
      aria-label={t('list')}
      items={sales}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosenId === null ? [] : [chosenId]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys;
        if (typeof key === 'string') choose(key);
      }}
    >
      {(sale) => <Row sale={sale} />}
    </ListBox>
  );
}

function Row({ sale }: { readonly sale: Sale }) {
  const { t } = useTranslation('sales');
  const nowMs = useNow();
  const tender = useTenderText(sale);
  const ink = certaintyOfSale(sale);
  const word = t(`state.${shownState(sale)}`);
  const amountMinor = namedMinor(sale, sale.totals.dueMinor);
  return (
    <ListBoxItem id={sale.id} className={styles['row'] ?? ''} textValue={sale.number}>
      <time dateTime={new Date(sale.createdAtMs).toISOString()}>
        {timeText(sale.createdAtMs, nowMs)}
      </time>
      <span className={styles['number']}>{sale.number}</span>
      <span className={styles['tender']}>{tender}</span>
      {isHeldMoney(sale) && ink === 'certain' ? (
        <>
          <b>{word}</b>
          <span>{money(amountMinor)}</span>
        </>
      ) : (
        <>
          <InkChip ink={ink}>{word}</InkChip>
          <InkAmount ink={ink} amountMinor={amountMinor} />
        </>
      )}
    </ListBoxItem>
  );
}

/** A refund that came to nothing is no sale that came to nothing; nor is a hold. */
function shownState(sale: Sale) {
  const { refundOf, hold, state } = sale;
  if (refundOf === undefined && hold === undefined) return state;
  if (wasSold(sale)) return hold !== undefined && state === 'completed' ? 'completion' : state;
  const name = hold === undefined ? 'refund' : NAME_OF_ACT[hold.act];
  return certaintyOfSale(sale) === 'unknown'
    ? (`${name}-open` as const)
    : (`${name}-not-made` as const);
}

const NAME_OF_ACT = { hold: 'hold', complete: 'completion', release: 'release' } as const;

function useTenderText({ tenders, payments }: Sale): string {
  const { t } = useTranslation('sales');
  const [tender, ...others] = tenders;
  if (others.length > 0) return t('mixed', { tenders: tenders.length });
  if (tender === undefined) return '';
  if (tender.kind === 'cash') return t('cash');
  const payment = payments.find(({ id }) => id === tender.paymentIds.at(-1));
  return payment === undefined
    ? ''
    : `${payment.card.scheme} ${payment.card.maskedNumber.slice(-4)}`.trim();
}
