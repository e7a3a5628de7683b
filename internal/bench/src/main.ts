import { parseArgs } from 'node:util'
import { DEFAULT_SLICES, type Benchmark } from './benchmark.ts'
import { formatRatios, formatRatiosJson } from './format-ratios.ts'

/** Every benchmark by its name; each is loaded when it is wanted. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  publish: async () => (await import('./publish/bench-publish.ts')).benchPublish,
  consume: async () => (await import('./consume/bench-consume.ts')).benchConsume,
  jetstream: async () => (await import('./jetstream/bench-jetstream.ts')).benchJetStream,
  hops: async () => (await import('./hops/bench-hops.ts')).benchHops,
  tree: async () => (await import('./tree/bench-tree.ts')).benchTree,
  trace: async () => (await import('./trace/bench-trace.ts')).benchTrace,
  span: async () => (await import('./span/bench-span.ts')).benchSpan,
  store: async () => (await import('./store/bench-store.ts')).benchStore,
  codec: async () => (await import('./codec/bench-codec.ts')).benchCodec,
  bridge: async () => (await import('./bridge/bench-bridge.ts')).benchBridge,
}

const USAGE = `usage: npm run bench -- <${Object.keys(BENCHMARKS).join('|')}> [--json] [--slices <n>]\n`

process.exitCode = await main()

async function main(): Promise<number> {
  const request = parseRequest()
  const load = BENCHMARKS[request?.name ?? '']
  if (request === undefined || load === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  const benchmark = await load()
  const ratios = await benchmark({ slices: request.slices })
  process.stdout.write(request.json ? formatRatiosJson(ratios) : formatRatios(ratios))
  return 0
}

interface Request {
  readonly name: string
  readonly json: boolean
  readonly slices: number
}

function parseRequest(): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        slices: { type: 'string', default: String(DEFAULT_SLICES) },
      },
    })
    const [name = '', ...more] = positionals
    const slices = Number(values.slices)
    if (more.length > 0 || !Number.isInteger(slices) || slices < 1) return undefined
    return { name, json: values.json, slices }
  } catch {
    // An option that there is not: the usage says which there are.
    return undefined
  }
}
