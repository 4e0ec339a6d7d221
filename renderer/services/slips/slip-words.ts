import type { TillHost } from '../../../shared/contracts/host.ts';
import type { ReceiptWords } from '../../../shared/domain/receipt-words.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';

/** In the language that is set at this moment; somebody may have changed it since the last slip. */
export async function slipWords(host: Pick<TillHost, 'about'>): Promise<ReceiptWords> {
  const about = await host.about();
  return RECEIPT_WORDS[about.ok ? about.value.settings.language : 'zh-CN'];
}
