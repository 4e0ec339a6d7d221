import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { templateHeader } from '../../../shared/domain/catalogue-columns.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { countText } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { dateAndMinuteText } from '../kit/time.ts';
import { useTillState } from '../stores-context.ts';
import { SCROLLS_BY_KEYS } from '../kit/keys.ts';
import { ImportPanel } from './ImportPanel.tsx';
import styles from './CatalogueScreen.module.css';

/** What the shop sells now, and how it is replaced by the shop's own list. */
export function CatalogueScreen() {
  const { t } = useTranslation('frame');
  return (
    <main className={styles['catalogue']}>
      <h1 className="visually-hidden">{t('screen.catalogue')}</h1>
      <div className={styles['column']}>
        <NowPanel />
        <TemplatePanel />
      </div>
      <ImportPanel />
    </main>
  );
}

function NowPanel() {
  const { t } = useTranslation(['catalogue', 'errors']);
  const phase = useTillState('catalogue', (state) => state.phase);
  const failure = useTillState('catalogue', (state) => state.failure);
  const header = useTillState('catalogue', (state) => state.header);
  const searchState = useTillState('catalogue', (state) => state.searchState);
  const tryAgain = useTillState('catalogue', (state) => state.tryAgain);
  if (phase === 'failed') {
    return (
      <Panel title={t('failedTitle')}>
        {failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
        <p>{t('failedMeans')}</p>
        <Button onPress={() => void tryAgain()}>{t('tryAgain')}</Button>
      </Panel>
    );
  }
  if (header === null) return <Panel title={t('nowTitle')}>{t('opening')}</Panel>;
  const isSample = header.source === 'sample';
  return (
    <Panel title={t('nowTitle')}>
      <Fact name={t('count')}>{countText(header.productCount)}</Fact>
      <Fact name={t('categories')}>{header.categories.length}</Fact>
      <Fact name={t('source')}>
        {isSample ? t('source.sample') : t('source.file', { name: header.name })}
      </Fact>
      <Fact name={t('loadedAt')}>{dateAndMinuteText(header.loadedAtMs)}</Fact>
      <p className={styles['soft']}>{t(`search.${searchState}`)}</p>
      {isSample ? (
        <p className={styles['sample']}>{t('sampleNote')}</p>
      ) : (
        <ReturnToSamples products={countText(header.productCount)} />
      )}
    </Panel>
  );
}

function ReturnToSamples({ products }: { readonly products: string }) {
  const { t } = useTranslation(['catalogue', 'common']);
  const returnToSamples = useTillState('catalogue', (state) => state.returnToSamples);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t('returnToSamples')}</Button>
      {isAsking && (
        <Dialog title={t('returnQuestion')} onClose={() => setAsking(false)}>
          <p>{t('returnMeans', { products })}</p>
          <DialogActions>
            <Button onPress={() => setAsking(false)}>{t('common:cancel')}</Button>
            <Button
              variant="danger"
              onPress={() => {
                setAsking(false);
                void returnToSamples();
              }}
            >
              {t('returnToSamples')}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

const EXAMPLES = {
  zh: [
    '6901234567892',
    'A-1001',
    '示例红茶 500 ml',
    'Sample tea 500 ml',
    '饮料',
    '4.50',
    '13%',
    '瓶',
    '是',
  ],
  en: [
    '6901234567892',
    'A-1001',
    '示例红茶 500 ml',
    'Sample tea 500 ml',
    'Drinks',
    '4.50',
    '13%',
    'piece',
    'yes',
  ],
} as const;

function TemplatePanel() {
  const { t, i18n } = useTranslation('catalogue');
  const language = i18n.language === 'en' ? 'en' : 'zh';
  return (
    <Panel title={t('templateTitle')}>
      <p>{t('templateMeans')}</p>
      <pre className={styles['template']} {...SCROLLS_BY_KEYS}>
        {templateHeader(language).join(',')}
        {'\n'}
        {EXAMPLES[language].join(',')}
      </pre>
    </Panel>
  );
}
