import type { SignOnAnswer } from '../contracts/bank-api.ts';
import { isNewer } from '../domain/parameters.ts';
import type { BankClient } from './bank-client.ts';
import type { HostIdentity } from './bank-line.ts';

/** By the last word of the bank: a restart without a line does not bring a version back (P29). */
export function isWithdrawn(identity: HostIdentity | null, appVersion: string): boolean {
  return identity?.withdrawnVersion === appVersion;
}

/** What a sign-on leaves to be kept; null: nothing new. Parameters only go up (P15, P21). */
export function afterSignOn(
  identity: HostIdentity,
  { parameters, appVersionApproved }: SignOnAnswer,
  appVersion: string,
): HostIdentity | null {
  const isNews = isNewer(parameters, identity.activation.parameters);
  const isSame = isWithdrawn(identity, appVersion) === !appVersionApproved;
  if (!isNews && isSame) return null;
  const { withdrawnVersion: _before, ...known } = identity;
  return {
    ...known,
    activation: isNews ? { ...identity.activation, parameters } : identity.activation,
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
