import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { minor } from '../../../shared/domain/money.ts';
import { asItWas, type ReplayableRecord, type WhatIf } from '../../../shared/domain/emv/replay.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Slider } from '../kit/Slider.tsx';
import { useMovedText } from './use-moved-text.ts';
import styles from './DecisionDialog.module.css';

interface Props {
  readonly record: ReplayableRecord;
  readonly whatIf: WhatIf;
  readonly onChange: (whatIf: WhatIf) => void;
}

const YUAN: Intl.NumberFormatOptions = {
  style: 'currency',
  currency: 'CNY',
  currencyDisplay: 'narrowSymbol',
};
const PERCENT: Intl.NumberFormatOptions = { style: 'unit', unit: 'percent' };
const RESET_KEY = 'F5';

/** What may be turned: the settings of the bank, what the card remembers, and the line. */
export function WhatIfPanel(props: Props) {
  const { t } = useTranslation('decision');
  const { record, whatIf, onChange } = props;
  const was = asItWas(record);
  const isMoved = JSON.stringify(was) !== JSON.stringify(whatIf);
  const reset = isMoved ? () => onChange(was) : undefined;
  useKeyLayer({ [RESET_KEY]: reset });
  return (
    <section className={styles['whatIf']} aria-label={t('whatIf')}>
      <header>
        <h3>{t('whatIf')}</h3>
        <p>{t('whatIfMeans')}</p>
      </header>
      <Choice
        isCompact
        label={t('line')}
        options={['usable', 'none']}
        value={whatIf.isLineUsable ? 'usable' : 'none'}
        nameOf={(line) => t(`line.${line}`)}
        onChange={(line) => onChange({ ...whatIf, isLineUsable: line === 'usable' })}
      />
      <TerminalSliders {...props} was={was} />
      <CardSliders {...props} was={was} />
      <Button
        keyCap={RESET_KEY}
        icon={<RotateCcw size={18} aria-hidden="true" />}
        isDisabled={!isMoved}
        hint={isMoved ? undefined : t('allSame')}
        onPress={() => reset?.()}
      >
        {t('reset')}
      </Button>
    </section>
  );
}

interface SlidersProps extends Props {
  readonly was: WhatIf;
}

function TerminalSliders({ record, whatIf, was, onChange }: SlidersProps) {
  const { t } = useTranslation('decision');
  const movedText = useMovedText();
  const { amountMinor } = record.inputs.transaction;
  const mostYuan = Math.ceil(Math.max(500, (2 * was.floorLimitMinor) / 100, amountMinor / 50));
  const isFloorMoved = whatIf.floorLimitMinor !== was.floorLimitMinor;
  const { sharePercent, maxSharePercent } = whatIf;
  const isShareMoved = sharePercent !== was.sharePercent || maxSharePercent !== was.maxSharePercent;
  return (
    <>
      <Slider
        label={t('floor')}
        values={[whatIf.floorLimitMinor / 100]}
        min={0}
        max={mostYuan}
        format={YUAN}
        isMoved={isFloorMoved}
        note={movedText(isFloorMoved, money(was.floorLimitMinor))}
        onChange={([yuan = 0]) =>
          onChange({ ...whatIf, floorLimitMinor: minor(Math.round(yuan * 100)) })
        }
      />
      <Slider
        label={t('share')}
        values={[sharePercent, maxSharePercent]}
        thumbNames={[t('share.from'), t('share.to')]}
        min={0}
        max={99}
        format={PERCENT}
        isMoved={isShareMoved}
        note={movedText(isShareMoved, `${was.sharePercent}–${was.maxSharePercent} %`)}
        onChange={([from = 0, to = 0]) =>
          onChange({ ...whatIf, sharePercent: from, maxSharePercent: to })
        }
      />
    </>
  );
}

function CardSliders({ record, whatIf, was, onChange }: SlidersProps) {
  const { t } = useTranslation('decision');
  const movedText = useMovedText();
  const { limits } = record.inputs.chip;
  const mostYuan = Math.ceil(
    Math.max(1_000, limits.upperAmountMinor / 50, was.offlineAmountMinor / 50),
  );
  const isMoved = (name: keyof WhatIf): boolean => whatIf[name] !== was[name];
  const amounts = {
    lower: money(limits.lowerAmountMinor),
    upper: money(limits.upperAmountMinor),
  };
  const counts = { lower: String(limits.lowerCount), upper: String(limits.upperCount) };
  return (
    <>
      <Slider
        label={t('uses')}
        values={[whatIf.usesSinceOnline]}
        min={Math.min(1, was.usesSinceOnline)}
        max={Math.max(40, was.usesSinceOnline)}
        isMoved={isMoved('usesSinceOnline')}
        note={movedText(isMoved('usesSinceOnline'), String(was.usesSinceOnline))}
        onChange={([uses = 1]) => onChange({ ...whatIf, usesSinceOnline: uses })}
      />
      <Slider
        label={t('count')}
        values={[whatIf.offlineCount]}
        min={0}
        max={Math.max(30, was.offlineCount)}
        isMoved={isMoved('offlineCount')}
        note={movedText(isMoved('offlineCount'), String(was.offlineCount), t('countNote', counts))}
        onChange={([times = 0]) => onChange({ ...whatIf, offlineCount: times })}
      />
      <Slider
        label={t('sum')}
        values={[whatIf.offlineAmountMinor / 100]}
        min={0}
        max={mostYuan}
        step={10}
        format={YUAN}
        isMoved={isMoved('offlineAmountMinor')}
        note={movedText(
          isMoved('offlineAmountMinor'),
          money(was.offlineAmountMinor),
          t('sumNote', amounts),
        )}
        onChange={([yuan = 0]) =>
          onChange({ ...whatIf, offlineAmountMinor: Math.round(yuan * 100) })
        }
      />
    </>
  );
}
