/** The id of the trace of that many spans. */
export function pageTraceId(spans: number): string {
  return spans.toString(16).padStart(32, '0')
}

/**
 * A trace of that many spans as the viewer's API answers it, the same each time: twelve services, up to twelve levels
 * deep, one span in a hundred failed.
 */
export function pageTrace(spans: number): string {
  const random = randomNumbers(7)
  const parents = [-1]
  const starts = [0]
  const durations = [TRACE_NS]
  const path = [0]
  for (let row = 1; row < spans; row++) {
    while (path.length > 1 && (path.length > MAX_DEPTH || random() < 0.35)) path.pop()
    const parent = path.at(-1) ?? 0
    const room = durations[parent] ?? 1
    parents.push(parent)
    starts.push(Math.round((starts[parent] ?? 0) + random() * room * 0.6))
    durations.push(Math.max(1, Math.round(room * (0.02 + 0.5 * random()))))
    path.push(row)
  }
  const pick = (count: number, from: number): readonly number[] =>
    parents.map(() => from + Math.floor(random() * count))
  const flags = parents.map(() => (random() < 0.01 ? 1 : 0))
  const traceId = pageTraceId(spans)
  return JSON.stringify({
    traceId,
    summary: {
      traceId,
      startMs: 1_760_000_000_000,
      durationMs: TRACE_NS / 1e6,
      root: { service: 'api', name: 'POST /orders' },
      spanCount: spans,
      hopCount: 0,
      errorCount: flags.filter((flag) => flag === 1).length,
      services: SERVICES,
      serviceCount: SERVICES.length,
      maxDeliveryCount: 0,
      flags: ['error'],
    },
    startUnixNano: '1760000000000000000',
    durationNs: TRACE_NS,
    verdict: 'a trace for the benchmark',
    strings: ['', ...SERVICES, ...OPERATIONS],
    rows: {
      spanIds: parents.map((_, row) => (row + 1).toString(16).padStart(16, '0')).join(''),
      parents,
      names: pick(OPERATIONS.length, 1 + SERVICES.length),
      services: pick(SERVICES.length, 1),
      roles: pick(ROLES, 0),
      starts,
      durations,
      flags,
      details: parents.map(() => 0),
    },
    time: [{ kind: 'work', durationNs: TRACE_NS }],
    gaps: [],
    criticalPath: [{ row: 0, startNs: 0, endNs: TRACE_NS }],
  })
}

const TRACE_NS = 1e9
const MAX_DEPTH = 12
/** Work, producer, consumer, client, and three kinds of hops. */
const ROLES = 7
const SERVICES = [
  'api',
  'orders',
  'billing',
  'inventory',
  'shipping',
  'notify',
  'auth',
  'search',
  'fraud',
  'ledger',
  'n1',
  'n2',
] as const
const OPERATIONS = [
  'POST /orders',
  'publish orders.new',
  'process orders.new',
  'SELECT orders',
  'INSERT ledger',
  'GET cache',
] as const

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
