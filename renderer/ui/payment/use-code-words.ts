import { useTranslation } from 'react-i18next';
import { ERROR_CODES, type ErrorCode } from '../../../shared/contracts/error-codes.ts';
import { isKnownCode } from './response-codes.ts';

/** A code in words: what the bank or the policy meant, else what the till's own registry says. */
export function useCodeWords(): (code: string) => string {
  const { t } = useTranslation(['codes', 'errors']);
  return (code) => {
    if (isKnownCode(code)) return t(`codes:${code}`);
    if (isErrorCode(code)) return t(`errors:${code}`);
    return t('codes:other', { code });
  };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
