import type { RequestHeaders } from './request-headers.ts'

/**
 * What must not be repeated to anybody: the values of the headers, the user and password of the URL
 * and what its query holds.
 */
export function secretsOf(url: URL, headers: RequestHeaders): readonly string[] {
  const inHeaders = Object.entries(headers)
    .filter(([name]) => name !== 'user-agent')
    .flatMap(([, value]) => [value, ...partsOf(value)])
  const pairs = url.search.slice(1).split('&')
  const inUrl = [
    url.username,
    url.password,
    ...pairs.map((pair) => pair.slice(pair.indexOf('=') + 1)),
  ]
  const all = [...inHeaders, ...inUrl, ...url.searchParams.values()]
  return [...new Set(all)]
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
}

// `Bearer abc` is one secret, and so is `abc`; of `Basic …` the user and the password are.
function partsOf(value: string): readonly string[] {
  const [, basic = ''] = /^basic +(\S+)$/i.exec(value) ?? []
  const parts = value.split(/[\s,;=]+/).filter((part) => part.length > 7)
  return [...parts, ...Buffer.from(basic, 'base64').toString().split(':')]
}

// What is shorter keeps nobody out, and would be found in any text.
const SHORTEST = 3

/** Text in one line and not too long, without any of the secrets. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let result = text
  for (const secret of secrets) result = result.replaceAll(secret, '***')
  // oxlint-disable-next-line no-control-regex -- a terminal would act on them
  const line = result.replace(/[\u0000-\u0020\u007f-\u009f]+/g, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`
}

const LONGEST = 400
