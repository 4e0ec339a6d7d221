import { useState } from 'react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import {
  decodeMessage,
  encodeMessage,
  type IsoFault,
  type ReadMessage,
} from '../../../shared/domain/iso8583/codec.ts';
import type { BankExchange } from '../../../shared/domain/iso8583/exchange.ts';
import type { WireMessage } from '../../../shared/domain/iso8583/message-parts.ts';
import { translationOf } from '../../../shared/domain/iso8583/wire-message.ts';
import { toHex } from '../../../shared/lib/bytes.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { Choice } from '../kit/Choice.tsx';
import { utcOffsetMinutesAt } from '../kit/time.ts';
import { dutyKey, useWireText } from './field-meaning.ts';
import { WireBitmap } from './WireBitmap.tsx';
import { pairs, WireFields } from './WireFields.tsx';
import styles from './WireMessagePane.module.css';

type Side = 'request' | 'answer';

/** One exchange as the message that asks and the one that answers; the bytes come from the codec. */
export function WireMessagePane({ exchange }: { readonly exchange: BankExchange }) {
  const { t } = useTranslation('wire');
  const say = useWireText();
  const [side, setSide] = useState<Side>('request');
  const utcOffsetMinutes = utcOffsetMinutesAt(exchange.atMs);
  const translation = translationOf(exchange, utcOffsetMinutes);
  if (translation === null) return <Untold exchange={exchange} />;
  const { request, answer } = translation;
  const sides: readonly Side[] = answer === null ? ['request'] : ['request', 'answer'];
  const message = side === 'answer' && answer !== null ? answer : request;
  const typeOf = { request: request.type, answer: answer?.type ?? '' };
  return (
    <div className={styles['pane']} data-message={message.type}>
      <div className={styles['head']}>
        <Choice
          isLabelHidden
          label={t('which')}
          options={sides}
          value={side}
          nameOf={(one) => t(one, { type: typeOf[one] })}
          onChange={setSide}
        />
        <p>{say(dutyKey(message.type, exchange.kind))}</p>
      </div>
      <Message message={message} />
    </div>
  );
}

function Untold({ exchange }: { readonly exchange: BankExchange }) {
  const say = useWireText();
  return <p className={styles['untold']}>{say(`untold.${exchange.kind}`)}</p>;
}

function Message({ message }: { readonly message: WireMessage }) {
  const { t } = useTranslation('wire');
  const drawn = throughTheCodec(message);
  if (!drawn.ok)
    return (
      <p role="alert">
        {t('cannotSay', { field: drawn.error.field ?? '—', code: drawn.error.code })}
      </p>
    );
  const { bytes, read } = drawn.value;
  return (
    <Group className={styles['message'] ?? ''} tabIndex={0} aria-label={message.type}>
      <div className={styles['bytes']}>
        <WireBitmap bitmap={read.bitmap} />
        <figure className={styles['whole']}>
          <figcaption>{t('hex')}</figcaption>
          <code>{pairs(toHex(bytes))}</code>
        </figure>
      </div>
      <WireFields message={read} absent={message.absent} />
    </Group>
  );
}

/** Written and read back: what is drawn is what the bytes say, not what was meant. */
function throughTheCodec(
  message: WireMessage,
): Result<{ readonly bytes: Uint8Array; readonly read: ReadMessage }, IsoFault> {
  const bytes = encodeMessage(message);
  if (!bytes.ok) return bytes;
  const read = decodeMessage(bytes.value);
  return read.ok ? ok({ bytes: bytes.value, read: read.value }) : read;
}
