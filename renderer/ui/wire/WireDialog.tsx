import { useState } from 'react';
import { ListBox, ListBoxItem, type Selection } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { BankExchange } from '../../../shared/domain/iso8583/exchange.ts';
import type { Translation } from '../../../shared/domain/iso8583/message-parts.ts';
import { translationOf } from '../../../shared/domain/iso8583/wire-message.ts';
import type { LoggedExchange } from '../../services/wire/wire-log.ts';
import type { WireShown } from '../../stores/wire-store.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { secondText } from '../kit/time.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { useTillState } from '../stores-context.ts';
import { nameKey, useWireText } from './field-meaning.ts';
import { WireMessagePane } from './WireMessagePane.tsx';
import styles from './WireDialog.module.css';

/** Wherever it is asked for: what went to the bank, in the words of a card terminal. */
export function WireDialog() {
  const shown = useTillState('wire', (state) => state.shown);
  return shown === null ? null : <OpenWireDialog shown={shown} />;
}

function OpenWireDialog({ shown }: { readonly shown: WireShown }) {
  const { t } = useTranslation(['wire', 'errors']);
  const close = useTillState('wire', (state) => state.close);
  const { saleNumber, exchanges, failure } = shown;
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  // What was looked at stays; until somebody chooses, it is the first: of the line, the newest.
  const chosen = exchanges.find(({ key }) => key === chosenKey) ?? exchanges[0];
  const title =
    saleNumber === null ? t('wire:titleLine') : t('wire:titleSale', { number: saleNumber });
  return (
    <Dialog title={title} width="full" onClose={close}>
      <p className={styles['note']}>{t('wire:viewOnly')}</p>
      {failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
      {failure === null && chosen === undefined && <p>{t('wire:nothing')}</p>}
      {chosen !== undefined && (
        <div className={styles['columns']}>
          <Exchanges exchanges={exchanges} chosenKey={chosen.key} onChoose={setChosenKey} />
          <WireMessagePane key={chosen.key} exchange={chosen.exchange} />
        </div>
      )}
    </Dialog>
  );
}

interface ListProps {
  readonly exchanges: readonly LoggedExchange[];
  readonly chosenKey: string;
  readonly onChoose: (key: string) => void;
}

function Exchanges({ exchanges, chosenKey, onChoose }: ListProps) {
  const { t } = useTranslation('wire');
  const choose = (chosen: Selection): void => {
    if (chosen === 'all') return;
    for (const key of chosen) onChoose(String(key));
  };
  return (
    <ListBox
      className={styles['list'] ?? ''}
      aria-label={t('list')}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={[chosenKey]}
      onSelectionChange={choose}
    >
      {exchanges.map((logged) => (
        <Exchange key={logged.key} logged={logged} />
      ))}
    </ListBox>
  );
}

function Exchange({ logged: { key, exchange } }: { readonly logged: LoggedExchange }) {
  const { t } = useTranslation('wire');
  const outcome = useOutcome(exchange);
  const translation = translationOf(exchange, 0);
  const name = t(nameKey(exchange));
  return (
    <ListBoxItem
      id={key}
      textValue={name}
      className={styles['item'] ?? ''}
      data-exchange={exchange.kind}
    >
      <span className={styles['itemHead']}>
        <b>{translation === null ? '—' : typesOf(translation)}</b>
        <small>{secondText(exchange.atMs)}</small>
      </span>
      <span>{name}</span>
      <small>{outcome}</small>
    </ListBoxItem>
  );
}

function typesOf({ request, answer }: Translation): string {
  return answer === null ? `${request.type} →` : `${request.type} → ${answer.type}`;
}

/** The answer's code in words, or why there is none. */
function useOutcome(exchange: BankExchange): string {
  const { t } = useTranslation('wire');
  const say = useWireText();
  const wordsOf = useCodeWords();
  if (exchange.fault !== null) return t('noAnswerBecause', { words: wordsOf(exchange.fault) });
  if (exchange.kind === 'settlement' && exchange.answer !== null)
    return t(`verdict.${exchange.answer.result}`);
  if ('isAnswered' in exchange) return t(exchange.isAnswered ? 'answered' : 'notYet');
  const { answer } = exchange;
  // Nothing comes any more for a payment that was asked for once; the others are repeated.
  if (answer === null) return t(exchange.kind === 'authorisation' ? 'noAnswer' : 'notYet');
  if (!('code' in answer)) return t('answered');
  const yes = exchange.kind === 'reversal' ? 'means.39.undone' : 'means.39.00';
  return answer.code === '00' ? `00 ${say(yes)}` : wordsOf(answer.code);
}
