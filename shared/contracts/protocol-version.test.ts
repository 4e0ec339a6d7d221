import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '../lib/canonical-json.ts';
import * as activationApi from './activation-api.ts';
import * as balanceApi from './balance-api.ts';
import * as bankApi from './bank-api.ts';
import * as holdApi from './hold-api.ts';
import * as keyRenewal from './key-renewal.ts';
import * as payLinkApi from './pay-link-api.ts';
import * as refundApi from './refund-api.ts';
import * as settlementApi from './settlement-api.ts';
import * as signatureApi from './signature-api.ts';
import { HEADERS, ANSWER_TAG, REQUEST_TAG } from './http-signature.ts';
import * as slipApi from './slip-api.ts';
import { PROTOCOL_VERSION } from './protocol-version.ts';

/** A shape that changed under an old number would be refused by a till that is in a shop already. */
it('P26 the shapes of the API are those of this protocol version', () => {
  const shapes = Object.entries({
    ...bankApi,
    ...activationApi,
    ...balanceApi,
    ...holdApi,
    ...keyRenewal,
    ...payLinkApi,
    ...refundApi,
    ...settlementApi,
    ...signatureApi,
    ...slipApi,
  }).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [[name, z.toJSONSchema(value, { io: 'input' })]] : [],
  );
  const text = canonicalJson({ shapes, HEADERS, ANSWER_TAG, REQUEST_TAG });
  const fingerprint = createHash('sha256').update(text).digest('hex').slice(0, 16);
  expect({ version: PROTOCOL_VERSION, fingerprint }).toEqual({
    version: 17,
    fingerprint: '58ff43e83ef43a11',
  });
});
