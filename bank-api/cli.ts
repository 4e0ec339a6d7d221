import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEMO_MERCHANT } from '../shared/domain/demo-merchant.ts';
import type { CardBalance, LedgerView, TerminalFacts, Verification } from './admin/ledger-view.ts';
import { ledgerText, verificationText, yuan } from './admin/ledger-text.ts';
import { readReadyFile } from './admin/ready-file.ts';

const HELP = `npm run bank -- <command> [--json] [--ready-file FILE]

  health                                      is it well, which versions
  create-merchant --merchant ID --name TEXT [--shop TEXT] [--mode demo|training|live]
                                              training, live: prints the start codes of 01, 00, 99
  create-terminal --terminal ID [--merchant ID] --till NUMBER   prints its activation code
  activation-code [--terminal ID]             a fresh one
  release-terminal [--terminal ID]            its till is lost: another one may take it over
  operators [--merchant ID]                   who works there (99 system administrator,
                                              00 supervisor, 01 and up cashiers)
  operator NUMBER --name TEXT [--merchant ID] a new one with a start code, or another name
  right NUMBER discount|delete on|off [--merchant ID]   what a cashier may do without a supervisor
  start-code NUMBER [--merchant ID]           sets a PIN at each till, once; for 7 days
  remove-operator NUMBER [--merchant ID]      gone from each till at its next sign-on
  terminals                                   who is active, what has arrived
  balances                                    what is left on the test cards
  set-balance --card ID --amount FEN          also clears wrong PINs
  ledger                                      sales, transactions, reports, accounts
  verify                                      the books against themselves; exit 1 if wrong
  security-events
  parameters --set-offline-policy JSON [--merchant ID]
  hot-card ID on|off [--merchant ID]          a test card on the hot list, or off it
  authority-key INDEX on|off [--merchant ID]  (hex) whose chip cards a till may prove by itself
  largest-batch N [--merchant ID]             records that the bank takes at once
  cash-rounding FEN half-up|down|up [--merchant ID]   to what coin cash is rounded; 1: not at all
  versions                                    of the till, that the bank has decided on
  approve-version V [--program-hash HASH]     tills of it may sell by card (made of these files)
  withdraw-version V                          they may no more; what they owe the bank they finish
  bank off|on   slow MS   portal on|off   issuer down|up
  lose-answers N   fail-after-commit N   lose-requests N   [--path TEXT] [also for slow]
  faults                                      what is switched on
  heal                                        everything off`;

interface Outcome {
  readonly data: unknown;
  readonly text: string;
  readonly failed?: boolean;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    'ready-file': {
      type: 'string',
      default:
        process.env['TWINTILL_BANK_READY'] ?? join(homedir(), '.twintill', 'bank', 'ready.json'),
    },
    merchant: { type: 'string', default: DEMO_MERCHANT.merchantId },
    terminal: { type: 'string', default: DEMO_MERCHANT.terminalId },
    name: { type: 'string', default: '' },
    shop: { type: 'string', default: '' },
    mode: { type: 'string', default: 'demo' },
    till: { type: 'string', default: '' },
    card: { type: 'string', default: '' },
    amount: { type: 'string', default: '' },
    path: { type: 'string', default: '' },
    'program-hash': { type: 'string', default: '' },
    'set-offline-policy': { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

const [command = '', argument = '', second = '', third = ''] = positionals;

async function main(): Promise<void> {
  if (options.help || command === '') {
    console.log(HELP);
    return;
  }
  const outcome = await run();
  console.log(options.json ? JSON.stringify(outcome.data, null, 2) : outcome.text);
  if (outcome.failed === true) process.exitCode = 1;
}

function run(): Promise<Outcome> {
  const { merchant, terminal, 'program-hash': programHash } = options;
  switch (command) {
    case 'health':
      return health();
    case 'create-merchant':
      return post('merchants', {
        merchantId: merchant,
        name: options.name,
        shopName: options.shop || options.name,
        mode: options.mode,
      });
    case 'create-terminal':
      return post('terminals', {
        terminalId: terminal,
        merchantId: merchant,
        tillNumber: options.till,
      });
    case 'activation-code':
      return post('activation-codes', { terminalId: terminal });
    case 'release-terminal':
      return post('released-terminals', { terminalId: terminal });
    case 'operators':
      return get(`operators?merchantId=${encodeURIComponent(merchant)}`);
    case 'operator':
      return setOperator();
    case 'right':
      return post('operator-rights', {
        merchantId: merchant,
        operatorId: argument,
        right: second,
        isAllowed: onOrOff(third, `${argument} ${second}`),
      });
    case 'start-code':
      return post('start-codes', { merchantId: merchant, operatorId: argument });
    case 'remove-operator':
      return post('removed-operators', { merchantId: merchant, operatorId: argument });
    case 'set-balance':
      return post('balances', { cardId: options.card, amountMinor: wholeNumber(options.amount) });
    case 'terminals':
      return terminals();
    case 'balances':
      return balances();
    case 'ledger':
      return ledger();
    case 'verify':
      return verify();
    case 'security-events':
      return get('security-events');
    case 'parameters':
      return post('offline-policy', {
        merchantId: merchant,
        policy: JSON.parse(options['set-offline-policy']) as unknown,
      });
    case 'hot-card':
      return post('hot-cards', {
        merchantId: merchant,
        cardId: argument,
        isHot: onOrOff(second, argument),
      });
    case 'authority-key':
      return post('authority-keys', {
        merchantId: merchant,
        index: Number.parseInt(argument, 16),
        isTrusted: onOrOff(second, argument),
      });
    case 'largest-batch':
      return post('largest-batch', { merchantId: merchant, mostRecords: wholeNumber(argument) });
    case 'cash-rounding':
      return post('cash-rounding', {
        merchantId: merchant,
        cashRounding: { stepMinor: wholeNumber(argument), rounding: second },
      });
    case 'versions':
      return get('versions');
    case 'withdraw-version':
    case 'approve-version':
      return post('versions', {
        appVersion: argument,
        approved: command === 'approve-version',
        ...(programHash === '' ? {} : { programHash }),
      });
    default:
      return fault();
  }
}

/** Who is known keeps the PIN; who is new needs a code for the first one. */
async function setOperator(): Promise<Outcome> {
  const { merchant: merchantId, name } = options;
  const operator = { merchantId, operatorId: argument };
  const { operators } = (await ask(`operators?merchantId=${encodeURIComponent(merchantId)}`)) as {
    readonly operators: readonly { readonly id: string }[];
  };
  const changed = await post('operators', { ...operator, name });
  return operators.some(({ id }) => id === argument) ? changed : post('start-codes', operator);
}

function fault(): Promise<Outcome> {
  const { path } = options;
  const changes = {
    bank: () => ({ off: either('off', 'on') }),
    slow: () => ({ slowMs: wholeNumber(argument), path }),
    portal: () => ({ portal: either('on', 'off') }),
    issuer: () => ({ issuerDown: either('down', 'up') }),
    'lose-answers': () => ({ loseAnswers: wholeNumber(argument), path }),
    'lose-requests': () => ({ loseRequests: wholeNumber(argument), path }),
    'fail-after-commit': () => ({ failAfterCommit: wholeNumber(argument), path }),
    heal: () => ({
      off: false,
      portal: false,
      issuerDown: false,
      slowMs: 0,
      loseAnswers: 0,
      loseRequests: 0,
      failAfterCommit: 0,
      path: '',
    }),
  } as const;
  if (command === 'faults') return get('faults');
  if (!Object.hasOwn(changes, command)) throw new Error(`no such command: ${command}\n\n${HELP}`);
  return post('faults', changes[command as keyof typeof changes]());
}

function either(yes: string, no: string): boolean {
  if (argument !== yes && argument !== no) throw new Error(`${command} ${yes}|${no}`);
  return argument === yes;
}

function onOrOff(word: string, before: string): boolean {
  if (word !== 'on' && word !== 'off') throw new Error(`${command} ${before} on|off`);
  return word === 'on';
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${command} takes a whole number, not "${text}"`);
  return Number(text);
}

async function health(): Promise<Outcome> {
  const response = await fetch(`${readReadyFile(options['ready-file']).url}/health`);
  const data: unknown = await response.json();
  return { data, text: JSON.stringify(data, null, 2), failed: !response.ok };
}

async function balances(): Promise<Outcome> {
  const data = (await ask('balances')) as CardBalance[];
  const lines = data.map(
    ({ cardId, maskedNumber, expiry, standing, availableMinor, heldMinor, wrongPins }) =>
      `${cardId.padEnd(12)} ${maskedNumber}  ${expiry}  ${standing.padEnd(10)} ` +
      `${yuan(availableMinor).padStart(12)}  held ${yuan(heldMinor)}  wrong PINs ${wrongPins}`,
  );
  return { data, text: lines.join('\n') };
}

async function terminals(): Promise<Outcome> {
  const data = (await ask('terminals')) as TerminalFacts[];
  const lines = data.map(
    ({ terminalId, merchantId, mode, tillNumber, active, contiguousUpTo, declaredUpTo, ...one }) =>
      `${terminalId}  merchant ${merchantId} (${mode})  till ${tillNumber}  ` +
      `${active ? 'active' : 'not activated'}  arrived up to ${contiguousUpTo} of ${declaredUpTo}  ` +
      `version ${one.appVersion || '-'} ${one.programHash.slice(0, 16)}`,
  );
  return { data, text: lines.join('\n') };
}

async function ledger(): Promise<Outcome> {
  const data = (await ask('ledger')) as LedgerView;
  return { data, text: ledgerText(data) };
}

async function verify(): Promise<Outcome> {
  const data = (await ask('verify')) as Verification;
  return { data, text: verificationText(data), failed: !data.ok };
}

async function get(path: string): Promise<Outcome> {
  const data = await ask(path);
  return { data, text: JSON.stringify(data, null, 2) };
}

async function post(path: string, body: unknown): Promise<Outcome> {
  const data = await ask(path, body);
  return { data, text: JSON.stringify(data, null, 2) };
}

async function ask(path: string, body?: unknown): Promise<unknown> {
  const { adminUrl, adminToken } = readReadyFile(options['ready-file']);
  const response = await fetch(`${adminUrl}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}

await main().catch((error: unknown) => {
  console.error(`bank: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
