import type { CardSession } from '../domain/emv/card-applet.ts';
import type { BlockCipher } from '../domain/emv/block-cipher.ts';
import type { ChipApplication } from '../domain/emv/chip-card.ts';
import type { RecoveryCrypto, RsaKey } from '../domain/emv/data-authentication.ts';
import { signDynamically, type CardSigner } from '../domain/emv/dynamic-signature.ts';
import {
  dynamicObjects,
  promisesDynamicAuthentication,
  proofOf,
} from '../domain/emv/kernel/authentication.ts';
import type { CardData } from '../domain/emv/kernel/card-data.ts';
import type { KernelTransaction } from '../domain/emv/kernel/settings.ts';
import type { DataAuthenticationStep } from '../domain/emv/kernel/trace.ts';

/** What the virtual cards and the terminal compute with; decision 7 says who has what. */
export interface ChipCrypto {
  /** Of the test cards, which have AES keys. */
  readonly cipher: BlockCipher;
  /** Null where the platform has no bare RSA: data authentication is then not done, and said so. */
  readonly proveCard: ProveCard | null;
}

export interface CardQuestion {
  readonly chip: ChipApplication;
  readonly session: CardSession;
  readonly card: CardData;
  readonly transaction: KernelTransaction;
  readonly authorityKeys: Readonly<Record<number, RsaKey>>;
}

export interface CardProof {
  readonly outcome: DataAuthenticationStep['outcome'];
  readonly session: CardSession;
}

export type ProveCard = (question: CardQuestion) => CardProof;

/** INTERNAL AUTHENTICATE, and the check of what the card answered (EMV Book 2, section 6). */
export function proverWith(platform: {
  readonly recovery: RecoveryCrypto;
  /** @param privateKey PKCS #8, base64: the card's own */
  readonly signerOf: (privateKey: string) => CardSigner;
  readonly randomBytes: (count: number) => Uint8Array;
}): ProveCard {
  return ({ chip, session, card, transaction, authorityKeys }) => {
    if (chip.dynamicKey === null || !promisesDynamicAuthentication(card)) {
      return {
        outcome: proofOf(platform.recovery, authorityKeys, card, transaction, null),
        session,
      };
    }
    const signer = platform.signerOf(chip.dynamicKey.privateKey);
    const objects = dynamicObjects(card, transaction);
    const signed = signDynamically(session, signer, platform.randomBytes(8), objects);
    const { signature } = signed;
    const outcome = proofOf(platform.recovery, authorityKeys, card, transaction, signature);
    return { outcome, session: signed.session };
  };
}
