/** How many service colors `tokens.css` has: `--service-0` to `--service-11`. */
export const SERVICE_HUES = 12

/** The token of a service's color. */
export type ServiceToken = `--service-${number}`

/** Tokens by service, of services that are shown together. */
export type ServiceTokens = ReadonlyMap<string, ServiceToken>

/**
 * The token that a service has by its name alone: the same on every page and in every session. Two services may have
 * the same, so where several are shown together {@link serviceTokens} tells them apart.
 */
export function serviceToken(service: string): ServiceToken {
  return `--service-${hashOf(service) % SERVICE_HUES}`
}

/**
 * The tokens of services that are shown together: no two are alike as long as there are enough. Each keeps the one
 * of its name unless one before it in the alphabet has the same; then it gets another, which is as little like those
 * of the others as can be. With more services than colors, those that are left over keep theirs.
 */
export function serviceTokens(services: Iterable<string>): ServiceTokens {
  const names = [...new Set(services)].toSorted()
  const tokens = new Map<string, ServiceToken>()
  const taken = new Set<number>()
  const crowded: string[] = []
  for (const name of names) {
    const own = hashOf(name) % SERVICE_HUES
    if (taken.has(own)) crowded.push(name)
    taken.add(own)
    tokens.set(name, `--service-${own}`)
  }
  for (const name of crowded) {
    const free = freeHue(hashOf(name), taken)
    if (free === undefined) break
    taken.add(free)
    tokens.set(name, `--service-${free}`)
  }
  return tokens
}

/** The color that a token has in the present theme: for canvases, which know no variables. */
export function readToken(token: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim()
}

/** FNV-1a: spreads names that differ in one letter. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0
}

/** Of the hues that nobody has, the one that is farthest from those that somebody has. */
function freeHue(hash: number, taken: ReadonlySet<number>): number | undefined {
  // From where the name says, so that two lists with the same gaps fill them alike.
  const free = Array.from({ length: SERVICE_HUES }, (_, index) => (hash + index) % SERVICE_HUES)
    .filter((hue) => !taken.has(hue))
    .map((hue) => ({ hue, room: Math.min(...Array.from(taken, (other) => angle(hue, other))) }))
  return free.toSorted((a, b) => b.room - a.room)[0]?.hue
}

function angle(a: number, b: number): number {
  const apart = Math.abs((ANGLES[a] ?? 0) - (ANGLES[b] ?? 0))
  return Math.min(apart, 360 - apart)
}

/** Where each color of `tokens.css` is on the wheel; degrees. */
const ANGLES: readonly number[] = [250, 155, 310, 70, 205, 350, 110, 280, 48, 175, 330, 230]
