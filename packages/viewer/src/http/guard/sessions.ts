import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Knows who may ask: browsers by a cookie, for which each of them gave a token that works once, and
 * programs by a token of their own.
 */
export class Sessions {
  /** For programs, as `Authorization: Bearer …`. */
  readonly accessToken: string = randomToken()
  readonly #accessDigest = digest(this.accessToken)
  // Only digests are kept: they take the same time to compare whatever was sent.
  readonly #tokens: Buffer[] = []
  readonly #sessions: Buffer[] = []

  /** A token that starts one session; of many that nobody used, the oldest is forgotten. */
  issueToken(): string {
    const token = randomToken()
    this.#tokens.push(digest(token))
    if (this.#tokens.length > MAX_TOKENS) this.#tokens.shift()
    return token
  }

  /** The secret of a new session, and the token is gone; `undefined` if it is none or was used. */
  redeem(token: string): string | undefined {
    const index = indexOf(this.#tokens, token)
    if (index < 0) return undefined

    this.#tokens.splice(index, 1)
    const secret = randomToken()
    this.#sessions.push(digest(secret))
    if (this.#sessions.length > MAX_SESSIONS) this.#sessions.shift()
    return secret
  }

  isSession(secret: string): boolean {
    return indexOf(this.#sessions, secret) >= 0
  }

  isAccessToken(token: string): boolean {
    return timingSafeEqual(this.#accessDigest, digest(token))
  }
}

const MAX_TOKENS = 16
const MAX_SESSIONS = 64

function indexOf(digests: readonly Buffer[], secret: string): number {
  const given = digest(secret)
  // Every one is compared, so that the time does not tell which was right.
  return digests.reduce((found, each, index) => (timingSafeEqual(each, given) ? index : found), -1)
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function randomToken(): string {
  return randomBytes(16).toString('base64url')
}
