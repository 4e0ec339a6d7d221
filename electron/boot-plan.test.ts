import { describe, expect, it } from 'vitest';
import { bootPlan } from './boot-plan.ts';

const SHOP = {
  electronVersion: '45.4.1',
  isPackaged: true,
  noSandbox: false,
  userDataFolder: '',
  appFolder: '/opt/TwinTill/resources/app',
};

describe('what is decided before a window opens', () => {
  it('P28 in a shop: sandboxed, isolated, no Node, no tools, only our own scheme', () => {
    const plan = bootPlan(SHOP);
    expect(plan.sandboxesEverything).toBe(true);
    expect(plan.developmentRuntime).toBe(false);
    expect(plan.userDataFolder).toBeNull();
    expect(plan.window.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: false,
      preload: '/opt/TwinTill/resources/app/dist/electron/preload.cjs',
    });
    expect(plan.schemes.map(({ scheme }) => scheme)).toEqual(['app']);
    // It may not be fetched across origins, nor step around the policy.
    expect(Object.keys(plan.schemes[0]?.privileges ?? {}).sort()).toEqual([
      'secure',
      'standard',
      'supportFetchAPI',
    ]);
  });

  it('P28 the window may speak to nobody but itself', () => {
    const policy = bootPlan(SHOP).headers['content-security-policy'] ?? '';
    const rules = policy.split('; ');
    expect(rules).toContain("default-src 'none'");
    expect(rules).toContain("script-src 'self'");
    expect(rules).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('a development machine gets its tools and its folder, and nothing else', () => {
    const shop = bootPlan(SHOP);
    const plan = bootPlan({
      ...SHOP,
      electronVersion: '22.3.25',
      isPackaged: false,
      noSandbox: true,
      userDataFolder: '/tmp/till',
    });
    expect(plan).toEqual({
      ...shop,
      developmentRuntime: true,
      userDataFolder: '/tmp/till',
      sandboxesEverything: false,
      window: {
        ...shop.window,
        webPreferences: { ...shop.window.webPreferences, devTools: true },
      },
    });
  });
});
