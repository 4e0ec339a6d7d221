import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RunningBank } from '../whole-way/running-bank.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let bank: RunningBank;
let app: ElectronApplication;
let page: Page;
let folder: string;

async function openTill(): Promise<void> {
  const executablePath = process.env['TWINTILL_ELECTRON_PATH'] ?? '';
  const machine = JSON.parse(process.env['TWINTILL_ELECTRON_ARGS'] ?? '[]') as string[];
  app = await _electron.launch({
    executablePath,
    args: [ROOT, ...machine, `--user-data-dir=${folder}`],
    env: {
      ...(process.env as Record<string, string>),
      TWINTILL_BANK_URL: bank.ready.url,
      TWINTILL_ACTIVATION_CODE: bank.ready.demoActivationCode,
    },
  });
  page = await app.firstWindow();
  await expect(page.locator('[data-online="true"]')).toBeVisible();
}

async function sell(tender: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: '农夫山泉 550 ml' }).click();
  await page.getByRole('button', { name: /^结账/ }).click();
  await page.getByRole('button', { name: tender }).click();
}

const verdict = () => page.locator('[data-verdict]');
const nextSale = () => page.getByRole('button', { name: '下一单' }).click();

test.beforeAll(async () => {
  bank = await RunningBank.start();
  folder = await mkdtemp(join(tmpdir(), 'twintill-e2e-'));
  await openTill();
});

test.afterAll(async () => {
  await app.close();
  await bank.stop();
});

test('A01 F05 online, cut, killed, started again, mended: each sale once at the bank', async () => {
  await sell('好卡 · 挥卡免密');
  await expect(verdict()).toHaveAttribute('data-verdict', 'approved');
  await nextSale();

  await page.getByRole('button', { name: /^联机/ }).click();
  await page.getByRole('button', { name: '拔掉网线' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-online="false"]')).toBeVisible();
  await sell(/^现金 ¥2\.00$/);
  await expect(verdict()).toHaveAttribute('data-verdict', 'cash');
  await nextSale();
  await sell('好卡 · 挥卡免密');
  await expect(page.getByRole('alert')).toContainText('银行还没有批准');
  await page.getByRole('button', { name: '接受并打印签购单' }).click();
  await expect(verdict()).toHaveAttribute('data-verdict', 'provisional');

  const gone = new Promise((done) => app.process().once('exit', done));
  process.kill(app.process().pid ?? 0, 'SIGKILL');
  await gone;
  await openTill();
  await expect(page.locator('[data-unsent="0"]')).toBeVisible({ timeout: 20_000 });

  const reports = await bank.rows<{ sale_number: string }>(
    'SELECT sale_number FROM sale_reports ORDER BY sale_number',
  );
  expect(reports.map((row) => row.sale_number)).toEqual(['01-000001', '01-000002', '01-000003']);
  const payments = await bank.rows<{ state: string }>('SELECT state FROM transactions');
  expect(payments.map((row) => row.state).sort()).toEqual(['approved', 'posted']);
});

test('P18 a declined card says that nothing was charged', async () => {
  await sell('余额不足');
  await expect(verdict()).toHaveAttribute('data-verdict', 'declined');
  await expect(verdict()).toContainText('未扣款');
});
