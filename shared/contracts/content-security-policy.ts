/**
 * The one policy of the window, whoever serves it: the `app://` handler of the desktop app or the
 * browser host's little server. Nothing inline, nothing from elsewhere, no eval.
 */

/**
 * The only inline style that the screens need: React Aria's touch rule for pressable elements.
 * Allowed by its hash, so that any other injected style stays blocked. A new version of React Aria
 * may change the text; `build/content-security-policy.test.ts` then fails and names the new hash.
 */
export const PRESSABLE_STYLE_HASH = 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=';

export interface PolicyOptions {
  /** Where the window may send requests, e.g. `['self']` quoted as CSP wants it: `"'self'"`. */
  readonly connectSources: readonly string[];
}

export function contentSecurityPolicy({ connectSources }: PolicyOptions): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' '${PRESSABLE_STYLE_HASH}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "worker-src 'self' blob:",
    `connect-src ${connectSources.length === 0 ? "'none'" : connectSources.join(' ')}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
