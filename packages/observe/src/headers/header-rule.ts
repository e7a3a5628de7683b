import { HEADERS } from './header-contract.ts'
import type { HeaderEntry, HeaderRule } from './header-entry.ts'

/** The rule for a header, whatever the case of its name; `undefined` for the application's own. */
export function headerRule(name: string): HeaderRule | undefined {
  const lower = name.toLowerCase()
  return ENTRIES.get(lower)?.rule ?? (lower.startsWith('nats-') ? 'nats' : undefined)
}

/**
 * A name as the header contract spells it, whatever its case; any other comes back as it is.
 *
 * Servers tell the case of their own names: to them `nats-ttl` is nothing.
 */
export function contractName(name: string): string {
  return ENTRIES.get(name.toLowerCase())?.name ?? name
}

const ENTRIES: ReadonlyMap<string, HeaderEntry> = new Map(
  HEADERS.map((entry) => [entry.name.toLowerCase(), entry]),
)
