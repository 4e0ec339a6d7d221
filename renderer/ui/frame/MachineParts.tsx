import { BookCheck, BookX, ClockAlert, CreditCard, Printer, PrinterX } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sixDigits } from '../../../shared/domain/field-numbers.ts';
import { Button } from '../kit/Button.tsx';
import { InfoPopover } from '../kit/InfoPopover.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { Fact } from '../kit/Panel.tsx';
import { timeText } from '../kit/time.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { useTillState } from '../stores-context.ts';
import { HelpDialog } from './HelpDialog.tsx';
import { FindingList } from './StartFindings.tsx';
import { StatusWords } from './StatusWords.tsx';
import { useNow } from './use-now.ts';
import styles from './StatusBar.module.css';

interface PartProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly state: string;
  readonly isAlarmed?: boolean;
  /** From which width on its words are there, while all is well. */
  readonly when?: 'wide' | 'roomy';
  readonly children: ReactNode;
}

/** A part of the machine: its picture, its state, and on a small screen the words only in need. */
function Part({ icon, name, state, isAlarmed = false, when = 'roomy', children }: PartProps) {
  return (
    <InfoPopover
      label={name}
      faceName={`${name}: ${state}`}
      face={
        <span className={styles['group']}>
          {icon}
          <StatusWords
            first={name}
            second={state}
            tone={isAlarmed ? 'alarmed' : 'calm'}
            when={isAlarmed ? 'keep' : when}
          />
        </span>
      }
    >
      <Fact name={name}>{state}</Fact>
      {children}
    </InfoPopover>
  );
}

const ICON = { size: 20, 'aria-hidden': true } as const;

/** Only while it matters: the clock stood behind what was already known (P20). */
export function ClockPart() {
  const { t } = useTranslation('frame');
  const isTrusted = useTillState('till', ({ clock }) => clock.trusted);
  if (isTrusted) return null;
  return (
    <Part icon={<ClockAlert {...ICON} />} name={t('clock')} state={t('clockBehind')} isAlarmed>
      <p>{t('clockMeans')}</p>
    </Part>
  );
}

export function PrinterPart() {
  const { t } = useTranslation('frame');
  const printer = useTillState('till', (state) => state.printer);
  const codeWords = useCodeWords();
  const isFailed = printer.kind === 'failed';
  const Icon = isFailed ? PrinterX : Printer;
  return (
    <Part
      icon={<Icon {...ICON} />}
      name={t('printer')}
      state={t(isFailed ? 'printerFailed' : 'printerReady')}
      isAlarmed={isFailed}
    >
      {printer.kind !== 'unused' && <Fact name={t('lastSlip')}>{printer.saleNumber}</Fact>}
      {isFailed && <p>{codeWords(printer.code)}</p>}
      <p>{t('printerMeans')}</p>
    </Part>
  );
}

export function JournalPart() {
  const { t } = useTranslation('frame');
  const number = useTillState('till', (state) => state.journalNumber);
  const isDamaged = useTillState('till', (state) => state.cardsLocked);
  const missing = useTillState('till', (state) => state.missingAtBank);
  const goTo = useTillState('navigation', (state) => state.goTo);
  const isAlarmed = isDamaged || missing.length > 0;
  const Icon = isAlarmed ? BookX : BookCheck;
  const whole = missing.length > 0 ? t('journalMissing') : t('journalWhole', { number });
  return (
    <Part
      icon={<Icon {...ICON} />}
      when="wide"
      name={t('journal')}
      state={isDamaged ? t('journalDamaged') : whole}
      isAlarmed={isAlarmed}
    >
      <p>{t('journalMeans')}</p>
      <NumberFacts />
      <StartCheckFacts />
      {missing.length > 0 && <MissingNumbers numbers={missing} />}
      {isDamaged && (
        <>
          <p>{t('cardsLocked')}</p>
          <Button slot="close" onPress={() => goTo('queue')}>
            {t('openQueue')}
          </Button>
        </>
      )}
    </Part>
  );
}

/** So many by name; the rest is a number. */
const MOST_NAMED = 20;

/** What the bank says it lacks and the till cannot tell it again (P2). */
function MissingNumbers({ numbers }: { readonly numbers: readonly number[] }) {
  const { t } = useTranslation('frame');
  const named = numbers.slice(0, MOST_NAMED).join(', ');
  return (
    <>
      <Fact name={t('missingNumbers')}>
        {numbers.length > MOST_NAMED ? `${named} … (${numbers.length})` : named}
      </Fact>
      <p>{t('missingMeans')}</p>
    </>
  );
}

/** When both copies were compared, and what came of it; everyday repairs are told only here. */
function StartCheckFacts() {
  const { t } = useTranslation('frame');
  const check = useTillState('till', (state) => state.startCheck);
  const nowMs = useNow();
  if (check === null) return null;
  const { atMs, findings } = check;
  return (
    <>
      <Fact name={t('found.checked')}>{timeText(atMs, nowMs)}</Fact>
      {findings === null ? <p>{t('found.nothing')}</p> : <FindingList findings={findings} />}
    </>
  );
}

export function ReaderPart() {
  const { t } = useTranslation('frame');
  const isLocked = useTillState('till', (state) => state.cardsLocked || state.unrecorded);
  return (
    <Part
      icon={<CreditCard {...ICON} />}
      name={t('reader')}
      state={t(isLocked ? 'readerLocked' : 'readerReady')}
      isAlarmed={isLocked}
    >
      <p>{t('readerMeans')}</p>
    </Part>
  );
}

/** The field's own numbers of what was last on paper (P3). */
export function NumbersPart() {
  const { t } = useTranslation('frame');
  const { batch, trace } = useNumbers();
  return (
    <div className={styles['wide']}>
      <InfoPopover
        label={t('numbers', { batch, trace })}
        face={<StatusWords first={t('trace', { trace })} second={t('batch', { batch })} />}
      >
        <NumberFacts />
        <p>{t('numbersMean')}</p>
      </InfoPopover>
    </div>
  );
}

function NumberFacts() {
  const { t } = useTranslation('frame');
  const { batch, trace } = useNumbers();
  return (
    <>
      <Fact name={t('traceName')}>{trace}</Fact>
      <Fact name={t('batchName')}>{batch}</Fact>
    </>
  );
}

function useNumbers(): { readonly batch: string; readonly trace: string } {
  const batch = useTillState('till', (state) => state.batchNumber);
  const trace = useTillState('till', (state) => state.traceNumber);
  return { batch: sixDigits(batch), trace: sixDigits(trace) };
}

export function HelpPart() {
  const { t } = useTranslation('frame');
  const [isOpen, setOpen] = useState(false);
  useKeyLayer({ F1: () => setOpen(true) });
  return (
    <>
      <Button variant="quiet" keyCap="F1" onPress={() => setOpen(true)}>
        {t('help')}
      </Button>
      {isOpen && <HelpDialog onClose={() => setOpen(false)} />}
    </>
  );
}
