import type { ServerResponse } from 'node:http'

/**
 * What the page may do: run and show what this server gave it, and nothing else; and no string ever
 * becomes code or markup.
 */
export const PAGE_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Of data: nothing may be loaded or run, should a browser ever show it as a page. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"

/** Sets what goes with every answer: those of the page and of its files set their own policy and caching. */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of EVERY_ANSWER) response.setHeader(name, value)
}

const EVERY_ANSWER: readonly (readonly [string, string])[] = [
  ['content-security-policy', DATA_POLICY],
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
]
