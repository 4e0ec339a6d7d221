import { useTranslation } from 'react-i18next';

interface Named {
  readonly nameZh: string;
  readonly nameEn: string;
}

/** The name in the language of the screen; the other one where the shop has given only that. */
export function useProductName(): (named: Named) => string {
  const { i18n } = useTranslation();
  return ({ nameZh, nameEn }) => {
    const [mine, other] = i18n.language === 'en' ? [nameEn, nameZh] : [nameZh, nameEn];
    return mine === '' ? other : mine;
  };
}
