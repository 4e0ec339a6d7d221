import { useTranslation } from 'react-i18next';
import { Choice } from '../kit/Choice.tsx';
import { useTillState } from '../stores-context.ts';

const LANGUAGES = ['zh-CN', 'en'] as const;
/** Each in its own language: who cannot read the screen must find the way out of it. */
const LANGUAGE_NAMES = { 'zh-CN': '中文', en: 'English' } as const;

export function LanguageChoice({ isLabelHidden = false }: { readonly isLabelHidden?: boolean }) {
  const { t } = useTranslation('settings');
  const { language } = useTillState('settings', (state) => state.settings);
  const change = useTillState('settings', (state) => state.change);
  return (
    <Choice
      label={t('language')}
      options={LANGUAGES}
      value={language}
      nameOf={(one) => LANGUAGE_NAMES[one]}
      onChange={(chosen) => void change({ language: chosen })}
      isLabelHidden={isLabelHidden}
    />
  );
}
