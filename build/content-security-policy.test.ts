import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  contentSecurityPolicy,
  PRESSABLE_STYLE_HASH,
} from '../shared/contracts/content-security-policy.ts';

/** React Aria's own source: the attribute's name, and the text that it puts into a style element. */
function styleOfReactAria(): string {
  const path = new URL(
    '../node_modules/react-aria/dist/private/interactions/usePress.mjs',
    import.meta.url,
  );
  const source = readFileSync(path, 'utf8');
  const attribute = /PRESSABLE_ATTRIBUTE = '([^']+)'/.exec(source)?.[1];
  const text = /style\.textContent = `([^`]*)`\.trim\(\)/.exec(source)?.[1];
  if (attribute === undefined || text === undefined) throw new Error('React Aria looks different');
  return text.replace(/\$\{[^}]+\}/, attribute).trim();
}

describe('content security policy', () => {
  test('allows the one inline style of React Aria by the hash of its present text', () => {
    const hash = createHash('sha256').update(styleOfReactAria()).digest('base64');
    expect(PRESSABLE_STYLE_HASH).toBe(`sha256-${hash}`);
  });

  test('allows nothing inline, no eval, and requests to the named places only', () => {
    const policy = contentSecurityPolicy({ connectSources: ["'self'"] });
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("default-src 'none'");
    expect(policy.split('; ')).toContain("connect-src 'self'");
    expect(contentSecurityPolicy({ connectSources: [] })).toContain("connect-src 'none'");
  });
});
