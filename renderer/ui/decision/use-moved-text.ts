import { useTranslation } from 'react-i18next';

/** Below a slider: what it was, once it is moved; and what it means. */
export function useMovedText(): (
  isMoved: boolean,
  value: string,
  meaning?: string,
) => string | undefined {
  const { t } = useTranslation('decision');
  return (isMoved, value, meaning) => {
    const was = isMoved ? [t('wasText', { value })] : [];
    const parts = [...was, ...(meaning === undefined ? [] : [meaning])];
    return parts.length === 0 ? undefined : parts.join(' · ');
  };
}
