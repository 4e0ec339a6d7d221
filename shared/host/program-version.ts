import type { SignOnAnswer } from '../contracts/bank-api.ts';
import { versionRefusal, type VersionRefusal } from '../contracts/program-version.ts';
import { isNewer, mayReplace } from '../domain/parameters.ts';
import { assertNever } from '../lib/assert.ts';
import type { BankClient } from './bank-client.ts';
import type { HostIdentity } from './bank-line.ts';

/** Below every list of operators that a bank signs. */
export const NO_LIST = { version: 0 };

/** By the last word of the bank: a restart without a line does not bring a version back (P29). */
export function refusalOfVersion(
  identity: HostIdentity | null,
  appVersion: string,
): VersionRefusal | null {
  if (identity?.withdrawnVersion === appVersion) return 'version-withdrawn';
  return identity?.unapprovedVersion === appVersion ? 'version-not-approved' : null;
}

/** With the bank's word on the version of this program, in place of the one before. */
export function withVersion(
  identity: HostIdentity,
  appVersion: string,
  refusal: VersionRefusal | null,
): HostIdentity {
  const { withdrawnVersion: _withdrawn, unapprovedVersion: _unapproved, ...known } = identity;
  switch (refusal) {
    case null:
      return known;
    case 'version-withdrawn':
      return { ...known, withdrawnVersion: appVersion };
    case 'version-not-approved':
      return { ...known, unapprovedVersion: appVersion };
    default:
      return assertNever(refusal);
  }
}

/** What a sign-on leaves to be kept; null: nothing new. Versions only go up (P15, P21). */
export function afterSignOn(
  identity: HostIdentity,
  { parameters, operators, versionRefusal: refusal }: SignOnAnswer,
  appVersion: string,
): HostIdentity | null {
  const { activation } = identity;
  const newer = {
    ...(mayReplace(parameters, activation.parameters) ? { parameters } : {}),
    ...(isNewer(operators, activation.operators ?? NO_LIST) ? { operators } : {}),
  };
  const isSame = refusalOfVersion(identity, appVersion) === refusal;
  if (Object.keys(newer).length === 0 && isSame) return null;
  return {
    ...withVersion(identity, appVersion, refusal),
    activation: { ...activation, ...newer },
  };
}

/** A till that its bank activates anew goes back behind nothing of that bank (P15, P29). */
export function afterActivation(before: HostIdentity | null, now: HostIdentity): HostIdentity {
  if (before?.activation.bankKeyId !== now.activation.bankKeyId) return now;
  const { parameters } = before.activation;
  const { activation } = now;
  const isUpdate = mayReplace(activation.parameters, parameters);
  return { ...before, ...now, activation: isUpdate ? activation : { ...activation, parameters } };
}

/** The bank's signed no to a payment is its last word too: the next sign-on may be far away. */
export function hearingRefusal(
  line: BankClient,
  heard: (refusal: VersionRefusal) => Promise<void>,
): BankClient {
  return {
    ...line,
    authorise: async (request) => {
      const reply = await line.authorise(request);
      const refusal = versionRefusal.safeParse(reply.ok ? null : reply.error.code);
      if (refusal.success) await heard(refusal.data);
      return reply;
    },
  };
}
