import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { ERROR_CODES } from '../../shared/contracts/error-codes.ts';
import { HEADERS, MAX_SIGNATURE_AGE_S } from '../../shared/contracts/http-signature.ts';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import type { BankServer } from '../http-server.ts';
import { BANK_ID } from '../ports.ts';

/**
 * The page at `/docs`: everything that somebody needs who writes another till. Bodies come from
 * the contract that the server checks with; what is true of every request (headers, refusals) is
 * added here once, so that no route can forget it.
 */
export async function documentApi(app: BankServer): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      info: {
        title: 'TwinTill demo bank',
        version: String(PROTOCOL_VERSION),
        description: DESCRIPTION,
      },
      tags: TAGS.map(([name, description]) => ({ name, description })),
    },
    transform: jsonSchemaTransform,
    transformObject: (made) => {
      if (!('openapiObject' in made)) return made.swaggerObject;
      complete(made.openapiObject.paths as Paths);
      return made.openapiObject;
    },
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs' });
}

const DESCRIPTION = [
  'Requests are signed by the terminal, answers by the bank (RFC 9421 and RFC 9530, narrowed to',
  'one shape; see shared/contracts/http-signature.ts). Amounts are minor units, times epoch',
  'milliseconds, ids UUIDs in lower case that the till makes. An id is the idempotency key for',
  'ever: the same core again gets the stored answer, another core 422. No answer is unknown, never',
  'failed: ask by the id, or reverse it; every answer to a reversal is final.',
].join(' ');

const TAGS = [
  ['activation', 'First contact: the only unsigned one'],
  ['terminal', 'What a till asks for without moving money'],
  ['money', 'What moves money, or says that it has moved'],
  ['operation', 'For whoever runs the bank'],
] as const;

type Header = readonly [name: string, description: string, example: string];

const VERSION_HEADER: Header = [
  HEADERS.protocolVersion,
  'Version of this protocol; another one is answered with 426',
  String(PROTOCOL_VERSION),
];
const SIGNED_HEADERS: readonly Header[] = [
  VERSION_HEADER,
  [HEADERS.contentDigest, 'SHA-256 of the body before content encoding', 'sha-256=:…:'],
  [HEADERS.idempotencyKey, 'Id of the payment, of the batch, or any id of the request', 'UUID v7'],
  [HEADERS.audience, 'Id of the bank, so that a hub can relay the request', BANK_ID],
  [
    HEADERS.signatureInput,
    `What is signed, and when: at most ${MAX_SIGNATURE_AGE_S} s from the bank's time`,
    'sig1=("@method" "@path" "content-digest" "idempotency-key" "bank-audience");created=…',
  ],
  [HEADERS.signature, 'ECDSA P-256 over SHA-256 by the device key, raw r‖s', 'sig1=:…:'],
];

/** As much of an OpenAPI document as is filled in here. */
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

interface Operation {
  parameters?: unknown[];
  responses: Record<string, object>;
}

function complete(paths: Paths): void {
  for (const [path, operations] of Object.entries(paths)) {
    if (!path.startsWith('/v1/')) continue;
    const headers = path === '/v1/activate' ? [VERSION_HEADER] : SIGNED_HEADERS;
    for (const operation of Object.values(operations)) {
      operation.parameters = [...(operation.parameters ?? []), ...headers.map(headerParameter)];
      operation.responses = { ...operation.responses, ...refusalsBy(operation.responses['4XX']) };
    }
  }
}

function headerParameter([name, description, example]: Header): object {
  return { name, in: 'header', required: true, description, example, schema: { type: 'string' } };
}

/** One entry a status, with the codes of the registry that come with it. */
function refusalsBy(shape: object | undefined): Record<string, object> {
  const codes = new Map<number, string[]>();
  for (const [code, facts] of Object.entries(ERROR_CODES)) {
    if (!('status' in facts)) continue;
    codes.set(facts.status, [...(codes.get(facts.status) ?? []), code]);
  }
  return Object.fromEntries(
    [...codes].map(([status, names]) => [
      String(status),
      { ...shape, description: `error.code: ${names.join(', ')}` },
    ]),
  );
}
