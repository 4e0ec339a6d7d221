import type { SignOnRequest } from '../contracts/bank-api.ts';
import type { HostFacts } from '../contracts/host-facts.ts';
import type { TillHost } from '../contracts/host.ts';
import type { VersionRefusal } from '../contracts/program-version.ts';
import { isNewer, olderParts, type TerminalParameters } from '../domain/parameters.ts';
import { ok } from '../lib/result.ts';
import type { BankLine, HostIdentity } from './bank-line.ts';
import type { BankSaid } from './bank-said.ts';
import type { CardDesk } from './card-desk.ts';
import type { HostJournal } from './host-journal.ts';
import type { KeyRenewal } from './key-renewal.ts';
import type { OperatorDesk } from './operator-desk.ts';
import type { Operators } from './operators.ts';
import { withoutPinKey } from './pin-keys.ts';
import { afterSignOn, NO_LIST, refusalOfVersion, withVersion } from './program-version.ts';

interface Ports {
  readonly facts: Pick<HostFacts, 'appVersion' | 'programHash'>;
}

interface Surroundings {
  readonly line: Pick<BankLine, 'contract'>;
  readonly operators: Pick<Operators, 'session'>;
  readonly people: Pick<OperatorDesk, 'takeList'>;
  readonly cards: Pick<CardDesk, 'loadPinKey'>;
  readonly bankSaid: Pick<BankSaid, 'hear'>;
  readonly renewal: Pick<KeyRenewal, 'signedOn' | 'turnsToOther' | 'keyInUse'>;
  readonly journal: Pick<HostJournal, 'writeOlderParameters'>;
  readonly identity: () => HostIdentity | null;
  readonly keepIdentity: (identity: HostIdentity) => Promise<void>;
}

/** The terminal's sign-on 签到, and what the bank has said with it since (P21, P29). */
export class SignOnDesk {
  readonly #ports: Ports;
  readonly #around: Surroundings;

  constructor(ports: Ports, around: Surroundings) {
    this.#ports = ports;
    this.#around = around;
  }

  /** What the bank signs from now on is kept before anybody trades under it (P15, P21). */
  signOn(request: SignOnRequest): ReturnType<TillHost['signOn']> {
    return this.#signOn(request, []);
  }

  /** `refused`: the keys that the bank did not know; a till that it knows by none asks no further. */
  async #signOn(
    request: SignOnRequest,
    refused: readonly string[],
  ): ReturnType<TillHost['signOn']> {
    // Not the window's word: it would choose under which version the bank lets it sell (P28, P29).
    const { appVersion, programHash } = this.#ports.facts;
    const program = { appVersion, ...(programHash === null ? {} : { programHash }) };
    const operatorId = this.#around.operators.session?.operatorId ?? '';
    const ask = (by: string): ReturnType<TillHost['signOn']> =>
      this.#around.line.contract().signOn({ ...request, operatorId: by, ...program });
    const signer = this.#around.renewal.keyInUse;
    const first = await ask(operatorId);
    const isUnknown = !first.ok && first.error.code === 'not-permitted' && operatorId !== '';
    // Whom the merchant has no more: the till signs on by itself, and hears who is.
    const signed = isUnknown ? await ask('') : first;
    const identity = this.#around.identity();
    if (!signed.ok) {
      const isOther =
        !refused.includes(signer) &&
        (await this.#around.renewal.turnsToOther(signed.error, signer));
      return isOther ? this.#signOn(request, [...refused, signer]) : signed;
    }
    if (identity === null) return signed;
    const { open: answer, pinKey } = withoutPinKey(signed.value.answer);
    if (pinKey !== null) await this.#around.cards.loadPinKey(pinKey);
    this.#around.bankSaid.hear(answer);
    const { activation } = identity;
    // Before the version is kept: cut short here, the list is taken again at the next sign-on.
    if (isNewer(answer.operators, activation.operators ?? NO_LIST)) {
      await this.#around.people.takeList(answer.operators, activation.mode === 'demo');
    }
    await this.#noteOlder(answer.parameters, activation.parameters);
    const news = afterSignOn(identity, answer, appVersion);
    if (news !== null) await this.#around.keepIdentity(news);
    await this.#around.renewal.signedOn();
    return ok({ ...signed.value, answer });
  }

  /** Signed by the bank all the same: a replay, or its books were put back (P15). */
  async #noteOlder(offered: TerminalParameters, known: TerminalParameters): Promise<void> {
    const older = olderParts(offered, known);
    if (older.length === 0) return;
    const said = older.map((part) => `${part} ${offered[part]} under ${known[part]}`);
    await this.#around.journal.writeOlderParameters(said.join(', '));
  }

  /** The bank's signed no to a payment is its last word on this version (P29). */
  async hearRefusal(refusal: VersionRefusal): Promise<void> {
    const identity = this.#around.identity();
    if (identity === null || this.versionRefusal === refusal) return;
    await this.#around.keepIdentity(withVersion(identity, this.#ports.facts.appVersion, refusal));
  }

  get versionRefusal(): VersionRefusal | null {
    return refusalOfVersion(this.#around.identity(), this.#ports.facts.appVersion);
  }
}
