/** What a message came by or left by; `unknown` is a number that this version does not know. */
export type ConnectionKind = (typeof CONNECTION_KINDS)[number] | 'unknown'

/** Every {@link ConnectionKind} at the place of its number in a server's trace event. */
export const CONNECTION_KINDS = [
  'client',
  'route',
  'gateway',
  'system',
  'leafnode',
  'jetstream',
  'account',
] as const

/** The kind of that number in a server's trace event. */
export function kindOf(number: number | undefined): ConnectionKind {
  return CONNECTION_KINDS[number ?? -1] ?? 'unknown'
}

/** The name of a kind for people: `leaf node` rather than `leafnode`. */
export function kindName(kind: ConnectionKind): string {
  return kind === 'leafnode' ? 'leaf node' : kind
}

/** Whether the other end is a server that is to report a trace event of its own. */
export function isServerKind(kind: ConnectionKind): boolean {
  return kind === 'route' || kind === 'gateway' || kind === 'leafnode'
}
