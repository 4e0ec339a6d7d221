import { z } from 'zod';
import { PROGRAM_VERSION } from '../../../shared/contracts/program-version.ts';
import type { TillHost } from '../../../shared/contracts/host.ts';
import { createTillHost, type HostPorts } from '../../../shared/host/till-host.ts';
import { cardReaderHere } from '../../../shared/host/virtual-card-reader.ts';
import { AES_BLOCK } from './aes-block.ts';
import { secretsOf } from './device-secrets.ts';
import { createFetchTransport } from './fetch-transport.ts';
import { HostDatabase } from './host-database.ts';
import { createOpfsJournalFiles } from './opfs-journal-files.ts';
import { createOpfsPrinter } from './opfs-printer.ts';
import { startPinPad } from './pin-pad-start.ts';
import { createTextDesk } from './text-desk.ts';
import {
  createJournalCrypto,
  createLineCrypto,
  createPinHash,
  hmacUnder,
  randomBytes,
  sealerFor,
} from './web-crypto.ts';

/** A page cannot know when its machine was started: uptimes compare within one page only. */
const PAGE_ID = crypto.randomUUID();

// The content security policy forbids making code of text, which the schema library would try.
z.config({ jitless: true });

/**
 * The till's host in a plain browser window (ARCHITECTURE, "Hosts"): the same rules as the desktop
 * app's main process, over the browser's own files, keys and line. Demo and training only: here
 * nothing stands between the window and its host.
 */
export async function createBrowserTillHost(
  database = new HostDatabase(),
  transport?: HostPorts['transport'],
): Promise<TillHost> {
  const desk = createTextDesk();
  const secrets = await secretsOf(database.kept('device-secrets'));
  return createTillHost({
    facts: {
      host: 'browser',
      appVersion: PROGRAM_VERSION,
      programHash: null,
      developmentRuntime: true,
      runtimeVersion: /Chrom(?:e|ium)\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? '',
      keyStoreLevel: 'file',
    },
    clock: {
      nowMs: () => Date.now(),
      sleep: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
    },
    transport: transport ?? createFetchTransport(desk),
    lineCrypto: createLineCrypto(secrets, desk),
    devicePublicKey: secrets.publicJwk,
    journalCrypto: createJournalCrypto(secrets),
    journalFiles: createOpfsJournalFiles(),
    identity: database.kept('identity'),
    settings: database.kept('settings'),
    operators: database.kept('operators'),
    session: database.kept('session'),
    forcedOffline: database.kept('forced-offline'),
    cardCounters: database.kept('card-counters'),
    cipher: AES_BLOCK,
    reader: cardReaderHere({
      sealerFor,
      hmac: hmacUnder,
      chipCrypto: { cipher: AES_BLOCK, proveCard: null },
      randomBytes,
    }),
    hashPin: createPinHash(secrets),
    randomBytes,
    hmac: hmacUnder,
    startPinPad,
    pinKeys: database.kept('pin-keys'),
    printer: createOpfsPrinter(),
    freeBytes: async () => {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined || usage === undefined ? null : quota - usage;
    },
    power: () => Promise.resolve(null),
    protectKeys: null,
    deviceKeys: null,
    machine: () => ({ bootId: PAGE_ID, uptimeMs: Math.round(performance.now()) }),
  });
}

const bootstrap = z.strictObject({ bankUrl: z.string(), activationCode: z.string() });

/** What the little server of the browser host says of the bank beside it; null without one. */
export async function readBootstrap(): Promise<z.infer<typeof bootstrap> | null> {
  try {
    const answer = await fetch('/bootstrap.json', { cache: 'no-store' });
    const parsed = bootstrap.safeParse(await answer.json());
    if (!parsed.success) return null;
    // Named by its path beside this page; a host takes no address that is not a whole one.
    return { ...parsed.data, bankUrl: new URL(parsed.data.bankUrl, location.href).href };
  } catch {
    return null;
  }
}

/** A till that nobody activated yet is activated; a refusal stands on the activation screen. */
export async function activateFromBootstrap(host: TillHost): Promise<void> {
  const about = await host.about();
  if (!about.ok || about.value.terminal !== null) return;
  const found = await readBootstrap();
  if (found !== null) await host.activate({ code: found.activationCode, bankUrl: found.bankUrl });
}
