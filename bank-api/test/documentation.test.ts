import { expect, it } from 'vitest';
import { bankOfThisFile } from './test-bank.ts';

const bank = await bankOfThisFile();

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

const ROUTES = [
  'post /v1/activate',
  'post /v1/sign-on',
  'get /v1/parameters',
  'post /v1/echo',
  'post /v1/device-keys',
  'post /v1/authorisations',
  'post /v1/balances',
  'post /v1/reversals',
  'post /v1/batches',
  'post /v1/settlements',
  'post /v1/settlements/records',
  'post /v1/settlements/end',
  'post /v1/signatures',
  'post /v1/pay-links',
  'post /v1/pay-links/withdrawals',
  'get /v1/transactions/{id}',
  'get /v1/slips/{id}',
  'post /v1/originals',
  'post /v1/holds',
  'get /v1/watermark',
];

it('the OpenAPI page holds every route with summary, bodies, signed headers and refusals', async () => {
  const page = await fetch(`${bank.url}/docs/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Swagger UI');
  const answer = await fetch(`${bank.url}/docs/json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Operation>> };
  const found = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method} ${path}`,
      operation,
    })),
  );
  const names = found.map(({ name }) => name);
  expect(names.sort()).toEqual(['get /health', ...ROUTES].sort());
  for (const { name, operation } of found) {
    expect([name, operation.summary]).toEqual([name, expect.stringMatching(/.{10}/)]);
    expect([name, operation.tags?.length]).toEqual([name, 1]);
    expect(Object.keys(operation.responses)).toContain('200');
    if (name === 'get /health') continue;
    if (name.startsWith('post')) expect(operation.requestBody).toBeDefined();
    const headers = operation.parameters?.filter((parameter) => parameter.in === 'header') ?? [];
    expect([name, headers.length]).toEqual([name, name === 'post /v1/activate' ? 1 : 6]);
    expect(operation.responses['422']?.description).toContain('core-differs');
    expect(operation.responses['409']?.description).toContain('in-progress');
  }
});

it('administration is not in it, and needs its token', async () => {
  const answer = await fetch(`${bank.url}/docs/json`);
  expect(await answer.text()).not.toContain('/admin');
  for (const path of ['ledger', 'verify', 'balances', 'terminals', 'faults', 'security-events']) {
    expect((await fetch(`${bank.url}/admin/${path}`)).status).toBe(403);
  }
});
