import { sealContext } from '../../shared/contracts/http-signature.ts';
import { PIN_SEAL_INFO, sealedPinContent } from '../../shared/contracts/sealed-card.ts';
import { fromUtf8 } from '../../shared/lib/bytes.ts';
import type { OpenedCard } from '../../bank-api/domain/records.ts';
import { openCard } from '../../bank-api/security/sealed-cards.ts';
import { BANK_KEYS } from './bank-identity.ts';
import type { BankRecords } from './bank-records.ts';

type SealedCore = Parameters<typeof openCard>[1];

/** As the bank opens it; which key a PIN came under is noted, for whoever looks whether it is a new one. */
export async function openedCard(
  records: BankRecords,
  core: SealedCore,
  sealedPin: string | undefined,
): Promise<OpenedCard | null> {
  if (sealedPin !== undefined) {
    const block = await BANK_KEYS.open(sealedPin, PIN_SEAL_INFO, sealContext(core));
    const sent = block && sealedPinContent.safeParse(JSON.parse(fromUtf8(block)));
    if (sent?.success === true) {
      const { terminalId, id: paymentId } = core;
      records.pins.push({ terminalId, paymentId, serial: sent.data.serial });
    }
  }
  return openCard(BANK_KEYS, core, sealedPin);
}
