import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { present } from '../../shared/lib/assert.ts';
import { openLink } from './bank-pay-links.suite.ts';
import { openPayPage, pressPay } from './pay-page.ts';
import type { Counter } from './suite-till.ts';

/** The page of a pay link over HTTP; what becomes of the link by it every bank keeps alike. */
export function payPageCases({ bank, newTill }: Counter): void {
  it('P26 an address that is no link’s, another kind of body, too large a one: nothing is taken', async () => {
    const { url } = await openLink(await newTill());
    const { form, text } = await openPayPage(url);
    expect(text).toContain('12.34');
    const events = await bank().eventCount('pay-page-refused');
    const nowhere = url.replace(/.$/, (last) => (last === '0' ? 'G' : '0'));
    for (const address of [nowhere, `${url}0`, url.replace(/pay\/.*/, 'pay/%00')]) {
      expect((await openPayPage(address)).status).toBe(404);
      expect((await pressPay(address, form)).status).toBe(404);
    }
    const json = await fetch(url, { method: 'POST', body: '{}', headers: JSON_TYPE });
    expect(json.status).toBe(409);
    const large = new URLSearchParams({ form, card: 'x'.repeat(5_000) });
    expect((await fetch(url, { method: 'POST', body: large })).status).toBe(413);
    expect(await bank().eventCount('pay-page-refused')).toBeGreaterThan(events);
    expect(await openPayPage(url)).toMatchObject({ state: 'open' });
  });

  it('the page is plain: in both languages, no script, no frame, one style, no memory', async () => {
    const till = await newTill();
    const { url } = await openLink(till);
    const response = await fetch(url.toUpperCase());
    expect(response.status).toBe(200);
    const headers = ['referrer-policy', 'cache-control', 'x-content-type-options'];
    const values = headers.map((name) => response.headers.get(name));
    expect(values).toEqual(['no-referrer', 'no-store', 'nosniff']);
    const text = await response.text();
    const style = present(/<style>([^<]+)<\/style>/.exec(text)?.[1], 'the style');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(text).toContain('TRAINING');
    expect(text).toContain('培训');
    expect(text).not.toMatch(/<script|<img|<link|javascript:| on[a-z]+=/i);
    expect(text).not.toMatch(/\d{13,19}/);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
