/** Servers that a text of URLs names. */
export interface ServerList {
  /** As the client wants them, such as `127.0.0.1:4222`. */
  readonly addresses: readonly string[]
  /** For people: URLs without user and password. */
  readonly urls: readonly string[]
  /** A user from a URL; a token, if it comes without a password. */
  readonly user?: string
  readonly password?: string
  /** A URL begins with `tls://`. */
  readonly tls: boolean
}

/** Reads URLs of NATS servers, separated by commas; words of complaint when one is none. */
export function parseServers(text: string): ServerList | string {
  const parts = text.split(',').map((part) => part.trim())
  const urls: URL[] = []
  for (const part of parts.filter((part) => part !== '')) {
    const url = parseUrl(part)
    if (url === undefined) return `${JSON.stringify(withoutLogin(text))} is no URL of a server`
    if (!SCHEMES.has(url.protocol))
      return `servers are reached by nats:// or tls://, not ${url.protocol}//`
    urls.push(url)
  }
  if (urls.length === 0) return 'no server is named'

  const login = urls.find(({ username }) => username !== '')
  return {
    addresses: urls.map(addressOf),
    urls: urls.map((url) => `${url.protocol}//${addressOf(url)}`),
    ...(login && { user: decodeURIComponent(login.username) }),
    ...(login && login.password !== '' && { password: decodeURIComponent(login.password) }),
    tls: urls.some(({ protocol }) => protocol === 'tls:'),
  }
}

const SCHEMES: ReadonlySet<string> = new Set(['nats:', 'tls:'])
const DEFAULT_PORT = '4222'

function parseUrl(text: string): URL | undefined {
  const url = URL.parse(/^[\w+.-]+:\/\//.test(text) ? text : `nats://${text}`)
  if (url === null || url.hostname === '' || !isEncoded(url.username + url.password)) {
    return undefined
  }
  return url
}

function isEncoded(text: string): boolean {
  return !/%(?![\da-f]{2})/i.test(text)
}

function addressOf({ hostname, port }: URL): string {
  return `${hostname}:${port || DEFAULT_PORT}`
}

// Up to the last @: a password that was not encoded may hold one itself, or a comma.
function withoutLogin(text: string): string {
  return text.replace(/^([\w+.-]+:\/\/)?.*@/s, '$1***@')
}
