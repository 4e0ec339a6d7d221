import { createHash } from 'node:crypto';
import { TEST_CARD_FACES, type TestCardFace } from '../../shared/domain/test-card-faces.ts';
import type { PayLinkState, StoredPayLink } from '../domain/pay-links.ts';

/** What the customer of a pay link sees: small, in both languages, and whole without any script. */

/** Text of a page; whatever is put into it is text there, and never a tag (`tags`). */
interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

function tags(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: String.raw({ raw: pieces }, ...parts.map(markupOf)) };
}

function markupOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const STYLE = `
:root { color-scheme: light dark }
body { margin: 0 auto; padding: 16px; max-width: 34rem; font: 18px/1.4 system-ui, sans-serif }
.training { border: 3px dashed; padding: 8px 12px; font-weight: 700 }
.amount { font-size: 2.4rem; font-variant-numeric: tabular-nums; margin: .2em 0 }
fieldset { border: 1px solid; border-radius: 12px; padding: 8px 12px }
label { display: flex; gap: 12px; align-items: center; min-height: 48px }
input { width: 24px; height: 24px; flex: none }
button { font: inherit; font-weight: 700; min-height: 56px; width: 100%; margin-top: 16px }
small { display: block }
.said { border-inline-start: 6px solid; padding: 4px 12px }
`;

/** One style and nothing else: no script, no picture, no other place, and no frame around it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  // The address is the key to it: no other site, and no memory, is to have it.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'content-type': 'text/html; charset=utf-8',
};

interface Words {
  readonly zh: string;
  readonly en: string;
}

const both = ({ zh, en }: Words): Html => tags`${zh}<small lang="en">${en}</small>`;

function page(title: Words, body: Html): string {
  return tags`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.zh} ${title.en}</title><style>${{ markup: STYLE }}</style></head><body>
<header class="training">培训 · 演示银行，不收真钱 <span lang="en">TRAINING · a demo bank, no real money</span></header>
<main><h1>${both(title)}</h1>${body}</main></body></html>`.markup;
}

export interface PayPage {
  readonly link: StoredPayLink;
  readonly shopName: string;
  readonly formToken: string;
  /** What became of the press of the button before; null: nobody has pressed it. */
  readonly said: { readonly declined: string } | 'other-form' | null;
}

const CLOSED: Readonly<Record<Exclude<PayLinkState, 'open'>, Words>> = {
  paid: {
    zh: '已付款，只收一次。谢谢！此页可以关闭。',
    en: 'Paid, and taken once. Thank you! You may close this page.',
  },
  withdrawn: {
    zh: '商户已收回此链接，不能再用它付款。未收您的钱。',
    en: 'The shop has taken this link back: nobody can pay by it. Nothing was taken from you.',
  },
  expired: {
    zh: '此链接已过期，不能再用它付款。未收您的钱。请联系商户。',
    en: 'This link is too old to pay by. Nothing was taken from you. Please ask the shop.',
  },
  'not-possible': {
    zh: '此笔款项已用其他方式处理，此处不收款。',
    en: 'This has been dealt with otherwise: nothing is taken here.',
  },
};

export function payPage({ link, shopName, formToken, said }: PayPage): string {
  const { core, state, expiresAtMs } = link;
  const amount = `¥${yuan(core.amountMinor)}`;
  const voucher = String(core.traceNumber).padStart(6, '0');
  const facts = tags`<p>${shopName}</p><p class="amount" data-state="${state}">${amount}</p>
<p>${both({ zh: `凭证号 ${voucher}`, en: `Voucher ${voucher}` })}</p>`;
  if (state !== 'open') {
    const title =
      state === 'paid' ? { zh: '已付款', en: 'Paid' } : { zh: '不能付款', en: 'Closed' };
    return page(title, tags`${facts}<p class="said">${both(CLOSED[state])}</p>`);
  }
  const until = `${new Date(expiresAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const choose = {
    zh: '请选择一张测试卡。切勿输入真实卡号。',
    en: 'Choose a test card. Never type a real card number anywhere.',
  };
  return page(
    { zh: '付款', en: 'Pay' },
    tags`${facts}${saidBefore(said)}<form method="post">
<input type="hidden" name="form" value="${formToken}">
<fieldset><legend>${both(choose)}</legend>${TEST_CARD_FACES.map(cardChoice)}</fieldset>
<button type="submit">付款 <span lang="en">Pay</span> ${amount}</button></form>
<p>${both({ zh: `有效期至 ${until}`, en: `Good until ${until}` })}</p>`,
  );
}

function cardChoice({ id, nameZh, nameEn, maskedNumber }: TestCardFace): Html {
  return tags`<label><input type="radio" name="card" value="${id}" required><span>${nameZh}
<span lang="en">${nameEn}</span><small>${maskedNumber}</small></span></label>`;
}

function saidBefore(said: PayPage['said']): Html {
  if (said === null) return tags``;
  const words =
    said === 'other-form'
      ? {
          zh: '此页已用过，这次未收款。请再选一次。',
          en: 'That page was used already: this time nothing was taken. Please choose again.',
        }
      : {
          zh: `发卡行拒绝（${said.declined}），未收款。请换一张卡。`,
          en: `The card’s bank said no (${said.declined}): nothing was taken. Please choose another card.`,
        };
  return tags`<p class="said" role="alert">${both(words)}</p>`;
}

/** For an address that leads to no link, and for a form that is none. */
export function noLinkPage(): string {
  return page(
    { zh: '没有此链接', en: 'No such link' },
    tags`<p class="said">
      ${both({
        zh: '请核对地址，或联系商户。未收您的钱。',
        en: 'Please check the address, or ask the shop. Nothing was taken from you.',
      })}
    </p>`,
  );
}

export function brokenPage(): string {
  return page(
    { zh: '暂时无法处理', en: 'Not now' },
    tags`<p class="said">
      ${both({
        zh: '不知道是否已付款。请重新打开此链接查看。',
        en: 'It is not known whether this was paid. Please open the link again and look.',
      })}
    </p>`,
  );
}

function yuan(amountMinor: number): string {
  const digits = String(amountMinor).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
