import { afterEach, describe, expect, it } from 'vitest';
import { sealOf, type JournalDraft } from '../../../shared/domain/journal.ts';
import type { TillHost } from '../../../shared/contracts/host.ts';
import { minor } from '../../../shared/domain/money.ts';
import { ok } from '../../../shared/lib/result.ts';
import { createBrowserTillHost } from './browser-till-host.ts';
import { HostDatabase } from './host-database.ts';

const hosts: TillHost[] = [];

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
});

function draft(transaction: number): JournalDraft {
  return {
    atMs: 1_700_000_000_000 + transaction,
    counters: { transaction, batch: 1, trace: transaction, sale: transaction },
    body: { kind: 'notice', code: 'test', detail: '一笔' },
  };
}

async function freshHost(name: string): Promise<TillHost> {
  const host = await createBrowserTillHost(new HostDatabase(name), {
    send: () => Promise.resolve(ok({ status: 200, headers: {}, body: '<html>portal</html>' })),
  });
  hosts.push(host);
  return host;
}

async function journalHandle(): Promise<FileSystemFileHandle> {
  const root = await navigator.storage.getDirectory();
  return (await root.getDirectoryHandle('till-journal')).getFileHandle('journal.ndjson');
}

describe('the till host in a browser, on its real private files', () => {
  it('P9 what is appended is there after a restart, with the same keys', async () => {
    const name = `host-${crypto.randomUUID()}`;
    const first = await freshHost(name);
    await first.openJournal();
    const written = await first.appendJournal([draft(1), draft(2)]);
    expect(written.ok && written.value.map(({ number }) => number)).toEqual([1, 2]);
    await first.close();
    const second = await freshHost(name);
    expect(await second.openJournal()).toMatchObject({
      value: { head: { number: 2 }, sentinel: { number: 2 }, tornLines: 0, damagedNumbers: [] },
    });
    const kept = await second.readJournal({ from: 1, limit: 9 });
    expect(kept.ok && kept.value.map(sealOf)).toEqual(written.ok && written.value);
    expect(kept).toMatchObject({ value: [draft(1), draft(2)] });
    const links = written.ok ? written.value : [];
    expect(await second.readChain({ from: 2, limit: 9 })).toEqual({
      ok: true,
      value: links.slice(1).map(({ number, epoch, hash }) => ({ number, epoch, hash })),
    });
  });

  it('P9 a torn last line is cut off and counted', async () => {
    const name = `host-${crypto.randomUUID()}`;
    const first = await freshHost(name);
    await first.appendJournal([draft(1), draft(2)]);
    await first.close();
    const file = await journalHandle();
    const text = await (await file.getFile()).text();
    const writable = await file.createWritable();
    await writable.write(text.slice(0, -20));
    await writable.close();
    const second = await freshHost(name);
    expect(await second.openJournal()).toMatchObject({
      value: { head: { number: 1 }, tornLines: 1, damagedNumbers: [] },
    });
  });

  it('P11 a second window finds the journal taken', async () => {
    const name = `host-${crypto.randomUUID()}`;
    const first = await freshHost(name);
    await first.appendJournal([draft(1)]);
    const second = await freshHost(name);
    expect(await second.openJournal()).toMatchObject({ error: { code: 'other-window' } });
    expect(await first.appendJournal([draft(2)])).toMatchObject({ value: [{ number: 2 }] });
  });

  it('P25 another device key in another profile, and none that can be taken out', async () => {
    const database = new HostDatabase(`host-${crypto.randomUUID()}`);
    await createBrowserTillHost(database);
    const secrets = await database.kept<{ privateKey: CryptoKey }>('device-secrets').read();
    expect(secrets?.privateKey.extractable).toBe(false);
    await expect(
      crypto.subtle.exportKey('pkcs8', secrets?.privateKey as CryptoKey),
    ).rejects.toThrow();
  });

  it('F22 a portal answers the activation: refused, and the till stays nobody', async () => {
    const host = await freshHost(`host-${crypto.randomUUID()}`);
    const code = Array.from({ length: 42 }, () => '0').join('');
    expect(await host.activate({ code, bankUrl: `${location.origin}/bank` })).toMatchObject({
      error: { code: 'line-not-the-bank' },
    });
    expect(await host.about()).toMatchObject({ value: { terminal: null, host: 'browser' } });
  });

  it('A26 slips are numbered one after the other, two jobs at once too', async () => {
    const host = await freshHost(`host-${crypto.randomUUID()}`);
    const job = {
      saleId: 's',
      saleNumber: '01-000001',
      amountMinor: 100,
      certainty: 'taken',
      copyNumber: 1,
      lines: ['晨光便利店'],
    };
    const printed = await Promise.all([host.print(job), host.print(job)]);
    expect(printed.map((one) => one.ok && one.value.slipNumber)).toEqual([1, 2]);
  });

  it('P28 without a session nothing is sold and no card is read', async () => {
    const host = await freshHost(`host-${crypto.randomUUID()}`);
    const core = {
      id: crypto.randomUUID(),
      amountMinor: minor(1),
      currency: 'CNY',
      terminalId: '0',
    };
    const card = { cardId: 'good-tap', core, lineUsable: true, pin: '' };
    expect(await host.presentCard(card)).toMatchObject({ error: { code: 'not-activated' } });
  });
});
