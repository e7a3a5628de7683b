/** What a message is by its subject, whose names are the contract's. */
export interface Destination {
  readonly kind: 'event' | 'broadcast' | 'ordered' | 'rpc'
  /** As in `orders`; absent for a broadcast, which is everybody's. */
  readonly service?: string
  readonly pattern: string
}

/** Takes a subject of the contract apart; `undefined` if it is not one. */
export function parseSubject(subject: string): Destination | undefined {
  const broadcast = /^broadcast\.(?!_sch\.)(?<pattern>.+)$/.exec(subject)?.groups
  if (broadcast?.['pattern'] !== undefined)
    return { kind: 'broadcast', pattern: broadcast['pattern'] }

  const { service, token = '', pattern } = OF_A_SERVICE.exec(subject)?.groups ?? {}
  const kind = KINDS.get(token)
  if (service === undefined || pattern === undefined || kind === undefined) return undefined
  return { kind, service, pattern }
}

/** The name of a service in `{service}__microservice`. */
export function serviceOf(internalName: string): string {
  return internalName.replace(/__microservice$/, '')
}

const OF_A_SERVICE = /^(?<service>[^.]+)__microservice\.(?<token>ev|cmd|ordered)\.(?<pattern>.+)$/
const KINDS = new Map([
  ['ev', 'event'],
  ['cmd', 'rpc'],
  ['ordered', 'ordered'],
] as const satisfies readonly (readonly [string, Destination['kind']])[]) as ReadonlyMap<
  string,
  Destination['kind']
>
