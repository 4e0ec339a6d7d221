import { failure, type Failure } from '../contracts/error-codes.ts';
import type { ActivateRequest, TillHost } from '../contracts/host.ts';
import type { HostFacts, HostSettings, Terminal } from '../contracts/host-facts.ts';
import { IPC_CHANNELS } from '../contracts/ipc-channels.ts';
import { EMPTY_DRAWER } from '../domain/drawer.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { refusalFor } from './guard.ts';
import type { KeptValue } from './ports.ts';
import type { LocalTillHost, SteadyFacts } from './till-host.ts';
import { Turns } from '../lib/turns.ts';

export interface LockedHostPorts {
  readonly facts: SteadyFacts;
  readonly settings: KeptValue<HostSettings>;
  readonly defaultSettings: HostSettings;
  readonly freeBytes: () => Promise<number | null>;
  readonly machine: () => HostFacts['machine'];
  /** Null: another passphrase. */
  readonly unlock: (passphrase: string) => Promise<LocalTillHost | null>;
  /** The passphrase is forgotten: new keys, once the bank has taken them. A refusal changes nothing. */
  readonly startAnew: (request: NewKeysRequest) => Promise<Result<LocalTillHost, Failure>>;
}

export type NewKeysRequest = ActivateRequest & Required<Pick<ActivateRequest, 'newPassphrase'>>;

/**
 * A till whose keys wait for the shop's passphrase (PROTOCOL P25). Without them it is nobody: no
 * record can be proved, nothing signed. So it says that it is locked, in the language of the shop,
 * and becomes the till with the right passphrase; a wrong one changes nothing. Where nobody knows it
 * any more, a new code of the bank and new keys make it the same till again.
 */
export function lockedHost(ports: LockedHostPorts): LocalTillHost {
  let open: LocalTillHost | null = null;
  const turns = new Turns();

  async function unlock(passphrase: string): Promise<Result<null, Failure>> {
    if (open !== null) return ok(null);
    open = await ports.unlock(passphrase);
    return open === null ? err(failure('passphrase-wrong')) : ok(null);
  }

  async function activate(request: ActivateRequest): Promise<Result<Terminal, Failure>> {
    const { newPassphrase, code, bankUrl } = request;
    if (open === null) {
      if (newPassphrase === undefined) return err(failure('keys-locked'));
      const started = await ports.startAnew({ code, bankUrl, newPassphrase });
      if (!started.ok) return started;
      open = started.value;
    }
    // The bank knows the key by now: the same code brings the same answer (P25).
    return open.activate({ code, bankUrl });
  }

  const whileLocked: Partial<TillHost> = {
    about: async () => ok(await lockedFacts(ports)),
    // One try after the other: two at once would open two tills on the same files.
    unlockKeys: (passphrase) => turns.take(() => unlock(passphrase)),
    activate: (request) => turns.take(() => activate(request)),
    saveSettings: async (settings) => {
      await ports.settings.write(settings);
      return ok(settings);
    },
    close: () => Promise.resolve(ok(null)),
  };
  const members = IPC_CHANNELS.map((channel) => {
    const call = (argument: unknown): Promise<unknown> => {
      const host: Partial<TillHost> = open ?? whileLocked;
      const member = host[channel] as ((argument: unknown) => Promise<unknown>) | undefined;
      if (member !== undefined) return member(argument);
      return Promise.resolve(err(refusalFor(channel, failure('keys-locked'))));
    };
    return [channel, call];
  });
  return {
    ...(Object.fromEntries(members) as unknown as TillHost),
    followBank: async (bankUrl) => (open === null ? locked() : open.followBank(bankUrl)),
    noteRefusal: async (channel, why) => open?.noteRefusal(channel, why),
    note: async (code, detail) => (open === null ? locked() : open.note(code, detail)),
  };
}

function locked(): Result<null, Failure> {
  return err(failure('keys-locked'));
}

async function lockedFacts(ports: LockedHostPorts): Promise<HostFacts> {
  return {
    ...ports.facts,
    keysLocked: true,
    operatorsVersion: null,
    terminal: null,
    bankUrl: '',
    refusedActivation: null,
    session: null,
    lockedBy: null,
    operators: [],
    settings: (await ports.settings.read()) ?? ports.defaultSettings,
    freeBytes: await ports.freeBytes(),
    machine: ports.machine(),
    forcedOffline: null,
    versionRefusal: null,
    cardLock: null,
    settlement: null,
    drawer: EMPTY_DRAWER,
  };
}
