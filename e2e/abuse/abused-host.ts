import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routeIpc } from '../../electron/ipc-router.ts';
import { devicesHere } from '../../electron/testing/devices-here.ts';
import { createNodeTillHost } from '../../electron/till-host.ts';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { IPC_CHANNELS } from '../../shared/contracts/ipc-channels.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import { channelName, type IpcChannel } from '../../shared/contracts/ipc-contract.ts';
import { hostBehind, type HostByText } from '../../shared/contracts/ipc-text.ts';
import type { LocalTillHost } from '../../shared/host/till-host.ts';
import { present } from '../../shared/lib/assert.ts';
import { restOperators } from '../rested-operators.ts';
import { valueOf } from '../value-of.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';

type Handler = (event: { readonly ours: boolean }, message?: unknown) => Promise<string>;

/**
 * The real host with real files, behind the real gate of the program: what a window sends to it goes
 * the way that it goes in Electron, as text. Only Electron itself is left out.
 */
export class AbusedHost {
  readonly folder: string;
  readonly #bank: RunningBank;
  readonly #code: string;
  readonly terminalId: string;
  readonly #handlers = new Map<string, Handler>();
  /** What the program has logged about itself as a bug. */
  readonly bugs: string[] = [];
  #host: LocalTillHost | null = null;

  private constructor(
    folder: string,
    bank: RunningBank,
    terminal: { readonly activationCode: string; readonly terminalId: string },
  ) {
    this.folder = folder;
    this.#bank = bank;
    this.#code = terminal.activationCode;
    this.terminalId = terminal.terminalId;
  }

  /** A till of its own, activated, with its sample cashier signed in. */
  static async start(bank: RunningBank): Promise<AbusedHost> {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-window-'));
    const abused = new AbusedHost(folder, bank, await bank.newTerminal());
    await abused.startProgram();
    valueOf(await abused.window().activate({ code: abused.#code, bankUrl: bank.ready.url }));
    return abused;
  }

  /** The program once more on the same folder. */
  async startProgram(): Promise<void> {
    const host = await createNodeTillHost({
      ...devicesHere(),
      dataFolder: this.folder,
      appVersion: PROGRAM_VERSION,
      runtimeVersion: process.version,
      developmentRuntime: true,
    });
    this.#host = host;
    routeIpc(
      { handle: (name, handler) => this.#handlers.set(name, handler as unknown as Handler) },
      host,
      (event) => (event as unknown as { readonly ours: boolean }).ours,
      {
        log: (line) => {
          if (line.startsWith('bug')) this.bugs.push(line);
        },
        onRefused: (channel, why) => void host.noteRefusal(channel, why),
        onBug: () => undefined,
        during: (work) => work(),
      },
    );
  }

  /** Whatever a window hands over, text or not; what the gate says to it. */
  async send(channel: IpcChannel, message: unknown, ours = true): Promise<unknown> {
    return JSON.parse(await this.#handOver(channel, message, ours));
  }

  /** The host as the window has it. */
  window(): TillHost {
    const members = IPC_CHANNELS.map((channel) => [
      channel,
      (text?: string) => this.#handOver(channel, text, true),
    ]);
    return hostBehind(Object.fromEntries(members) as HostByText);
  }

  #handOver(channel: IpcChannel, message: unknown, ours: boolean): Promise<string> {
    return present(this.#handlers.get(channelName(channel)), channel)({ ours }, message);
  }

  /** The program ends as a person ends it. */
  async leave(): Promise<void> {
    await this.#host?.close();
    this.#host = null;
  }

  /**
   * The till as it is when its people come back from their break: nobody has to wait any more before a
   * PIN is heard, the supervisor lets cards and line go, and the cashier is at the till.
   */
  async calmDown(): Promise<void> {
    await this.leave();
    await restOperators(this.folder);
    await this.startProgram();
    const window = this.window();
    valueOf(await window.openJournal());
    const facts = valueOf(await window.about());
    const approve = async (act: Parameters<TillHost['approve']>[0]['act']): Promise<string> =>
      valueOf(await window.approve({ operatorId: '00', pin: '0000', act })).approvalId;
    const { bankUrl, cardLock, forcedOffline } = facts;
    const reason = 'looked at it';
    if (cardLock !== null) {
      valueOf(await window.unlockCards({ approvalId: await approve('unlock-cards'), reason }));
    }
    if (forcedOffline !== null) {
      const approvalId = await approve('force-offline');
      valueOf(await window.forceOffline({ on: false, approvalId, reason }));
    }
    if (bankUrl !== this.#bank.ready.url) {
      const approvalId = await approve('change-settings');
      valueOf(await window.moveToBank({ bankUrl: this.#bank.ready.url, approvalId }));
    }
    if (facts.lockedBy !== null) {
      valueOf(await window.signIn({ operatorId: '00', pin: '0000' }));
      valueOf(await window.signOff());
    }
    valueOf(await window.signIn({ operatorId: '01', pin: '1111' }));
  }

  async remove(): Promise<void> {
    await this.leave();
    await rm(this.folder, { recursive: true, force: true });
  }
}
