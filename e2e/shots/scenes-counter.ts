import { expect } from '../patient-expect.ts';
import { LineDock } from '../page-models/line-dock.ts';
import { fillCounter, NOODLES, WATER } from './goods.ts';
import { openTill, type Stage } from './stage.ts';

/** The register and what lies around it, while the bank can be asked. */
export async function counterScene(stage: Stage): Promise<void> {
  const { camera } = stage;
  const till = await openTill(stage);
  await camera.take(till, 'register-empty');
  await fillCounter(till);
  await camera.take(till, 'register-online', ['dark', 'large', 'small']);
  await till.register.find.fill('nfs');
  await camera.take(till, 'register-find');
  await till.register.find.fill('');
  await till.page.keyboard.press('F8');
  await till.page.getByRole('dialog').waitFor();
  await camera.take(till, 'register-discount');
  await till.page.keyboard.press('Escape');
  await till.status.explain(till.status.connection);
  await camera.take(till, 'explained-online');
  await till.page.keyboard.press('Escape');
  await expect(till.status.explanation).toHaveCount(0);
  await till.status.help();
  await camera.take(till, 'help');
  await till.page.keyboard.press('Escape');
  await till.lockScreen();
  await camera.take(till, 'lock');
}

/** The same counter with the line cut beside it. */
export async function outageScene(stage: Stage): Promise<void> {
  const { camera } = stage;
  const till = await openTill(stage);
  await till.goTo('line');
  await camera.take(till, 'line-online');
  await till.line.cut();
  await till.waitUntilOffline();
  await till.goTo('register');
  await till.sell([NOODLES], { by: 'promise', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await fillCounter(till);
  await camera.take(till, 'register-offline', ['dark', 'small']);
  await till.status.explain(till.status.connection);
  await camera.take(till, 'explained-offline');
  await till.page.keyboard.press('Escape');
  await till.status.explain(till.status.unsent);
  await camera.take(till, 'explained-unsent');
  await till.page.keyboard.press('Escape');
  await till.goTo('line');
  await camera.take(till, 'line-offline');
  const dock = new LineDock(till);
  await dock.open();
  await camera.take(till, 'register-docked-offline');
  await dock.close();
  await till.goTo('queue');
  await camera.take(till, 'queue-offline', ['dark']);
  await till.goTo('line');
  await till.line.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  await till.goTo('queue');
  await camera.take(till, 'queue-sent');
}

/** What a shop looks after when nobody is at the counter. */
export async function backOfficeScene(stage: Stage): Promise<void> {
  const { camera } = stage;
  const till = await openTill(stage);
  await till.goTo('queue');
  await camera.take(till, 'queue-empty');
  await till.goTo('catalogue');
  await camera.take(till, 'catalogue');
  await till.catalogue.importFile('goods.csv', WRONG_LIST);
  await expect(till.catalogue.faults.first()).toBeVisible();
  await camera.take(till, 'catalogue-faults');
  await till.catalogue.chooseAnotherFile();
  await till.catalogue.importFile('goods.csv', RIGHT_LIST);
  await till.catalogue.seesImported(3);
  await camera.take(till, 'catalogue-imported');
  await till.goTo('settings');
  await camera.take(till, 'settings-online', ['dark']);
  await till.settings.askToForceOffline();
  await camera.take(till, 'settings-pin');
  await till.settings.typePin('0000');
  await till.waitUntilOffline();
  await camera.take(till, 'settings-forced');
}

const HEADER = '条码,名称,英文名称,售价,税率';
const RIGHT_LIST = `${HEADER}
6901234500004,红茶,Black tea,4.50,13%
6901234500011,绿茶,Green tea,4.00,13%
6901234500028,花茶,Jasmine tea,5.00,13%
`;
const WRONG_LIST = `${HEADER}
6901234500004,红茶,Black tea,4.50,13%
6901234500012,绿茶,Green tea,4.00,13%
6901234500028,花茶,Jasmine tea,=1+1,13%
6901234500035,普洱茶,Pu’er tea,-6.00,13%
`;
