import type { Locator, Page } from '@playwright/test';
import { expect, sees } from '../patient-expect.ts';
import type { Language } from '../../renderer/i18n/language.ts';
import type { FindingKind } from '../../renderer/services/start/start-findings.ts';
import type { ScreenName } from '../../renderer/stores/navigation-store.ts';
import { CataloguePage } from './catalogue-page.ts';
import { DayEndPage } from './day-end-page.ts';
import { DrawerPage } from './drawer-page.ts';
import { FoundStrip } from './found-strip.ts';
import { HoldPage } from './hold-page.ts';
import { LinePanel } from './line-panel.ts';
import { LockPage } from './lock-page.ts';
import { PassphrasePage } from './passphrase-page.ts';
import { PaymentPage, type TestCardId } from './payment-page.ts';
import { QueuePage } from './queue-page.ts';
import { ReadinessPage } from './readiness-page.ts';
import { RegisterPage } from './register-page.ts';
import { SettingsPage } from './settings-page.ts';
import { SignaturePage } from './signature-page.ts';
import { StatusBar } from './status-bar.ts';
import { SalesPage } from './sales-page.ts';
import { Words } from './words.ts';

/** How a sale is paid: cash to the cent, or a card; `promise` accepts what no bank has said yes to. */
export type Paid =
  | { readonly by: 'cash' }
  | { readonly by: 'card'; readonly cardId: TestCardId }
  | { readonly by: 'promise'; readonly cardId: TestCardId };

/** Plenty for a back-off that has grown while the line was cut; only a failure waits this long. */
const LINE_LIMIT_MS = 45_000;
const HINT_EVERY_MS = 250;

/**
 * A till as whoever stands in front of it sees it. Tests, the demo and the screenshots speak to
 * the screens through these models alone, so that a changed screen changes one file here.
 */
export class TillPage {
  readonly page: Page;
  readonly words: Words;
  readonly register: RegisterPage;
  readonly payment: PaymentPage;
  readonly catalogue: CataloguePage;
  readonly queue: QueuePage;
  readonly line: LinePanel;
  readonly settings: SettingsPage;
  readonly lock: LockPage;
  readonly status: StatusBar;
  readonly found: FoundStrip;
  readonly readiness: ReadinessPage;
  readonly dayEnd: DayEndPage;
  readonly drawer: DrawerPage;
  readonly passphrase: PassphrasePage;
  readonly sales: SalesPage;
  readonly holds: HoldPage;
  readonly signature: SignaturePage;

  constructor(page: Page, language: Language = 'zh-CN') {
    this.page = page;
    this.words = new Words(language);
    this.register = new RegisterPage(page, this.words);
    this.payment = new PaymentPage(page, this.words);
    this.catalogue = new CataloguePage(page, this.words);
    this.queue = new QueuePage(page, this.words);
    this.line = new LinePanel(page, this.words);
    this.settings = new SettingsPage(page, this.words);
    this.lock = new LockPage(page, this.words);
    this.status = new StatusBar(page, this.words);
    this.found = new FoundStrip(page, this.words);
    this.readiness = new ReadinessPage(page, this.words);
    this.dayEnd = new DayEndPage(page, this.words);
    this.passphrase = new PassphrasePage(page, this.words);
    this.drawer = new DrawerPage(page, this.words);
    this.sales = new SalesPage(page, this.words);
    this.holds = new HoldPage(page, this.words, this.payment);
    this.signature = new SignaturePage(page, this.words);
  }

  /** Start-up is over: somebody can sell, or the screen says why not. */
  async waitUntilOpen(): Promise<void> {
    await sees(this.statusBar.or(this.page.getByRole('alert')).first(), LINE_LIMIT_MS);
  }

  get statusBar(): Locator {
    return this.page.getByRole('contentinfo');
  }

  async waitUntilOnline(): Promise<void> {
    await this.#seesSoon(this.page.locator('[data-online="true"]'));
  }

  async waitUntilOffline(): Promise<void> {
    await this.#seesSoon(this.page.locator('[data-online="false"]'));
  }

  /** Everything but the exception list has reached the bank (P13). */
  async waitUntilAllSent(): Promise<void> {
    await this.seesUnsent(0);
  }

  async seesUnsent(count: number): Promise<void> {
    await this.#seesSoon(this.page.locator(`[data-unsent="${count}"]`));
  }

  /**
   * As soon as the till has asked the bank: the machine says meanwhile that something about its
   * network has changed, which cuts a pause short and decides nothing (P14).
   */
  async #seesSoon(wanted: Locator): Promise<void> {
    await expect(async () => {
      if (await wanted.isVisible()) return;
      await this.hintAtLine();
      await sees(wanted, HINT_EVERY_MS);
    }).toPass({ timeout: LINE_LIMIT_MS, intervals: [0] });
  }

  /** The machine says that something about its network has changed; it decides nothing (P14). */
  async hintAtLine(): Promise<void> {
    await this.page.evaluate(() => window.dispatchEvent(new Event('online')));
  }

  async unsent(): Promise<number> {
    return Number(await this.page.locator('[data-unsent]').getAttribute('data-unsent'));
  }

  /** What the start found in the two copies, as a dialog that must be read (P10). */
  get findings(): Locator {
    return this.page.getByRole('dialog', { name: this.words.say('frame', 'found.title') });
  }

  async seesFound(kind: FindingKind, count: number): Promise<void> {
    const text =
      kind === 'torn-line'
        ? this.words.say('frame', 'found.torn-line')
        : this.words.count('frame', `found.${kind}`, count);
    await expect(this.findings).toContainText(text, { timeout: LINE_LIMIT_MS });
  }

  async dismissFindings(): Promise<void> {
    await this.findings
      .getByRole('button', { name: this.words.startsWith('frame', 'found.read') })
      .click();
    await expect(this.findings).toHaveCount(0);
  }

  async goTo(screen: ScreenName): Promise<void> {
    const name = this.words.startsWith('frame', `screen.${screen}`);
    await this.page.getByRole('navigation').getByRole('button', { name }).click();
  }

  /** Scans everything and goes to pay. */
  async startPaying(barcodes: readonly string[]): Promise<void> {
    for (const barcode of barcodes) await this.register.scan(barcode);
    await this.register.startPaying();
  }

  /** Goes to pay for these and presents this card; what the bank says is still to come. */
  async takeCard(barcodes: readonly string[], cardId: string): Promise<void> {
    await this.startPaying(barcodes);
    await this.payment.payByCard(cardId);
  }

  /** Goes to pay for these and pays; stays at the verdict. */
  async sell(barcodes: readonly string[], paid: Paid): Promise<void> {
    await this.startPaying(barcodes);
    await this.pay(paid);
  }

  /** Pays what stands on the payment screen and waits for the verdict that belongs to it. */
  async pay(paid: Paid): Promise<void> {
    if (paid.by === 'cash') {
      await this.payment.payCash('exact');
      await this.payment.seesVerdict('cash');
    } else {
      await this.payment.payByCard(paid.cardId);
      if (paid.by === 'promise') await this.payment.acceptPromise();
      await this.payment.seesVerdict(paid.by === 'promise' ? 'provisional' : 'approved');
    }
    await this.payment.seesSlipPrinted();
  }

  /** From anywhere: pulls the cable on the line panel and comes back to the register. */
  async cutLine(): Promise<void> {
    await this.goTo('line');
    await this.line.cut();
    await this.goTo('register');
    await this.waitUntilOffline();
  }

  async mendLine(): Promise<void> {
    await this.goTo('line');
    await this.line.mend();
    await this.goTo('register');
    await this.waitUntilOnline();
  }

  async speak(language: Language): Promise<void> {
    await this.goTo('settings');
    await this.settings.speak(language);
    await this.goTo('register');
  }

  async lockScreen(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.startsWith('frame', 'lock') }).click();
    await this.lock.isShown();
  }

  async signOff(): Promise<void> {
    await this.page.keyboard.press('Shift+F12');
    await sees(this.lock.nobody);
  }
}
