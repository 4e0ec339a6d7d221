import type { SignOnAnswer } from '../contracts/bank-api.ts';
import { isNewer, mayReplace } from '../domain/parameters.ts';
import type { BankClient } from './bank-client.ts';
import type { HostIdentity } from './bank-line.ts';

/** Below every list of operators that a bank signs. */
export const NO_LIST = { version: 0 };

/** By the last word of the bank: a restart without a line does not bring a version back (P29). */
export function isWithdrawn(identity: HostIdentity | null, appVersion: string): boolean {
  return identity?.withdrawnVersion === appVersion;
}

/** What a sign-on leaves to be kept; null: nothing new. Versions only go up (P15, P21). */
export function afterSignOn(
  identity: HostIdentity,
  { parameters, operators, appVersionApproved }: SignOnAnswer,
  appVersion: string,
): HostIdentity | null {
  const { activation } = identity;
  const newer = {
    ...(mayReplace(parameters, activation.parameters) ? { parameters } : {}),
    ...(isNewer(operators, activation.operators ?? NO_LIST) ? { operators } : {}),
  };
  const isSame = isWithdrawn(identity, appVersion) === !appVersionApproved;
  if (Object.keys(newer).length === 0 && isSame) return null;
  const { withdrawnVersion: _before, ...known } = identity;
  return {
    ...known,
    activation: { ...activation, ...newer },
    ...(appVersionApproved ? {} : { withdrawnVersion: appVersion }),
  };
}

/** The bank's signed no to a payment is its last word too: the next sign-on may be far away. */
export function hearingWithdrawal(line: BankClient, heard: () => Promise<void>): BankClient {
  return {
    ...line,
    authorise: async (request) => {
      const reply = await line.authorise(request);
      if (!reply.ok && reply.error.code === 'version-withdrawn') await heard();
      return reply;
    },
  };
}
