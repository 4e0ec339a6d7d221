import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TEST_CARD_FACES } from '../../shared/domain/test-card-faces.ts';
import { formTokenOf, type StoredPayLink } from '../domain/pay-links.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { openLink, payLink } from '../services/pay-links.ts';
import { shopNameOf } from '../store/pay-link-store.ts';
import { countSecurityEvent } from '../store/terminal-store.ts';
import { brokenPage, noLinkPage, PAGE_HEADERS, payPage, type PayPage } from './pay-page-html.ts';
import { PAY_PAGES } from './paths.ts';
import { refusal } from './refusals.ts';

/** A card and the form's own word; more than this no page of ours sends. */
const FORM_LIMIT_BYTES = 1024;

const payForm = z.strictObject({
  form: z.string().max(64),
  card: z.enum(TEST_CARD_FACES.map(({ id }) => id)),
});

type Addressed = FastifyRequest<{ Params: { code: string } }>;

/**
 * What a customer opens (P13): unsigned, since a browser has no key. Nothing is written for looking,
 * so that a messenger may look ahead; each press of the button needs the word of the page that it is
 * on, which is good once. A test card is chosen by its name: no page of ours takes a card number.
 */
export async function payPages(app: BankServer, ports: BankPorts): Promise<void> {
  await app.register((pages, _options, done) => {
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
      (_request, body, parsed) =>
        parsed(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    pages.setErrorHandler((error, _request, reply) => {
      const { status } = refusal(error);
      if (status >= 500) ports.report(error);
      return send(reply, status, status >= 500 || status === 409 ? brokenPage() : noLinkPage());
    });
    for (const url of PAY_PAGES) {
      const hidden = { schema: { hide: true } };
      pages.get(url, hidden, (request, reply) => show(ports, request as Addressed, reply));
      pages.post(url, hidden, (request, reply) => pay(ports, request as Addressed, reply));
    }
    done();
  });
}

async function show(ports: BankPorts, request: Addressed, reply: FastifyReply) {
  const link = await openLink(ports, request.params.code);
  return link === null ? nobodys(ports, request, reply) : sendPage(ports, reply, link, null);
}

async function pay(ports: BankPorts, request: Addressed, reply: FastifyReply) {
  const link = await openLink(ports, request.params.code);
  if (link === null) return nobodys(ports, request, reply);
  const sent = payForm.safeParse(request.body);
  if (!sent.success) return sendPage(ports, reply, link, 'other-form');
  const { form, card: cardId } = sent.data;
  const outcome = await payLink(ports, link, { form, cardId });
  if (outcome === null) return sendPage(ports, reply, link, 'other-form');
  switch (outcome.type) {
    case 'declined':
      return sendPage(ports, reply, outcome.link, { declined: outcome.code });
    case 'other-form':
      await note(ports, request, `a form of link ${link.core.id} that is not its page's`);
      return sendPage(ports, reply, outcome.link, 'other-form');
    case 'over':
      // Looked at anew: a page that is loaded again sends no form again.
      return reply
        .code(303)
        .headers(PAGE_HEADERS)
        .header('location', `/pay/${encodeURIComponent(request.params.code)}`)
        .send('');
  }
}

/** Open with its form, or why not; as it stands, nobody who is too late is told otherwise. */
async function sendPage(
  ports: BankPorts,
  reply: FastifyReply,
  link: StoredPayLink,
  said: PayPage['said'],
): Promise<FastifyReply> {
  const isOver = link.state === 'open' && ports.clock.nowMs() >= link.expiresAtMs;
  const shown: StoredPayLink = isOver ? { ...link, state: 'expired' } : link;
  const shopName = await shopNameOf(ports.database, link.core.merchantId);
  const formToken = formTokenOf(ports.keys, link);
  const isClosed = shown.state !== 'open' && shown.state !== 'paid';
  const status = isClosed ? 410 : said === 'other-form' ? 409 : 200;
  return send(reply, status, payPage({ link: shown, shopName, formToken, said }));
}

async function nobodys(ports: BankPorts, request: Addressed, reply: FastifyReply) {
  await note(ports, request, 'an address that is no pay link');
  return send(reply, 404, noLinkPage());
}

function send(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).headers(PAGE_HEADERS).send(page);
}

/** Counted by the hour: whoever tries addresses is seen, and fills nothing. */
async function note({ database, clock }: BankPorts, request: Addressed, detail: string) {
  const source = `${request.ip} ${request.method} pay page`;
  const atMs = clock.nowMs();
  await countSecurityEvent(database, { kind: 'pay-page-refused', atMs, source, detail });
}
