import { Upload } from 'lucide-react';
import { DropZone, FileTrigger, ProgressBar, type DropZoneProps } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ImportState } from '../../stores/catalogue-state.ts';
import { Button } from '../kit/Button.tsx';
import { countText } from '../kit/money.ts';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { FaultTable } from './FaultTable.tsx';
import { FileLook } from './FileLook.tsx';
import { OutcomeCard } from './OutcomeCard.tsx';
import styles from './CatalogueScreen.module.css';

/** One import from the choice of a file to its outcome; each state says what can be done next. */
export function ImportPanel() {
  const { t } = useTranslation('catalogue');
  const importing = useTillState('catalogue', (state) => state.importing);
  return (
    <Panel isFilling title={t('importTitle')}>
      <ImportStep importing={importing} />
    </Panel>
  );
}

function ImportStep({ importing }: { readonly importing: ImportState }) {
  const { t } = useTranslation(['catalogue', 'errors']);
  switch (importing.kind) {
    case 'idle':
      return <FileChoice />;
    case 'looking':
      return <p aria-busy="true">{t('looking', { name: importing.fileName })}</p>;
    case 'looked':
      return <FileLook file={importing.file} preview={importing.preview} />;
    case 'unusable':
      return (
        <OutcomeCard ink="refused" title={t('unusable', { name: importing.fileName })}>
          <FaultTable faults={importing.faults} faultCount={importing.faults.length} />
        </OutcomeCard>
      );
    case 'reading':
      return <Reading state={importing} />;
    case 'finished':
      return <Finished state={importing} />;
    case 'failed':
      return (
        <OutcomeCard ink="refused" title={t('failed')}>
          <p>{t(`errors:${importing.failure.code}`)}</p>
        </OutcomeCard>
      );
  }
}

function FileChoice() {
  const { t } = useTranslation('catalogue');
  const lookAtFile = useTillState('catalogue', (state) => state.lookAtFile);
  const onDrop: NonNullable<DropZoneProps['onDrop']> = (event) => {
    const dropped = event.items.find((item) => item.kind === 'file');
    if (dropped?.kind === 'file') void dropped.getFile().then(lookAtFile);
  };
  return (
    <>
      <p>{t('importMeans')}</p>
      <DropZone className={styles['drop'] ?? ''} onDrop={onDrop}>
        <Upload size={40} aria-hidden="true" />
        <FileTrigger
          acceptedFileTypes={['.csv', '.txt', 'text/csv']}
          onSelect={(files) => {
            const file = files?.item(0);
            if (file) void lookAtFile(file);
          }}
        >
          <Button variant="primary" size="tender">
            {t('choose')}
          </Button>
        </FileTrigger>
        <span className={styles['soft']}>{t('drop')}</span>
      </DropZone>
    </>
  );
}

function Reading({ state }: { readonly state: Extract<ImportState, { kind: 'reading' }> }) {
  const { t } = useTranslation('catalogue');
  const cancelImport = useTillState('catalogue', (one) => one.cancelImport);
  const { doneBytes, totalBytes, rowCount, faultCount } = state.progress;
  return (
    <>
      <ProgressBar
        className={styles['progress'] ?? ''}
        aria-label={t('reading', { name: state.fileName })}
        value={totalBytes === 0 ? 0 : (doneBytes / totalBytes) * 100}
      >
        {({ percentage = 0 }) => (
          <>
            <b>{t('reading', { name: state.fileName })}</b>
            <span className={styles['track']}>
              <span className={styles['fill']} style={{ inlineSize: `${percentage}%` }} />
            </span>
          </>
        )}
      </ProgressBar>
      <output>{t('progress', { rows: countText(rowCount), faults: faultCount })}</output>
      <Button variant="danger" isDisabled={state.cancelling} onPress={cancelImport}>
        {t(state.cancelling ? 'stopping' : 'stop')}
      </Button>
    </>
  );
}

function Finished({ state }: { readonly state: Extract<ImportState, { kind: 'finished' }> }) {
  const { t } = useTranslation('catalogue');
  const { outcome, fileName: name } = state;
  switch (outcome.kind) {
    case 'imported':
      return (
        <OutcomeCard
          ink="certain"
          title={t('imported', { products: countText(outcome.header.productCount) })}
        >
          <p>{t('importedMeans', { name })}</p>
        </OutcomeCard>
      );
    case 'cancelled':
      return (
        <OutcomeCard ink="refused" title={t('cancelled')}>
          <p>{t('cancelledMeans')}</p>
        </OutcomeCard>
      );
    case 'refused':
      return (
        <OutcomeCard
          ink="refused"
          title={t('refused', { name, faults: countText(outcome.faultCount) })}
        >
          <p>{t('refusedMeans')}</p>
          <FaultTable faults={outcome.faults} faultCount={outcome.faultCount} />
        </OutcomeCard>
      );
  }
}
