import { parseArgs } from 'node:util'
import { DEFAULT_SLICES, type Benchmark, type BenchmarkOptions } from './benchmark.ts'
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
  viewer: async () => (await import('./viewer/bench-viewer.ts')).benchViewer,
}

const USAGE = `usage: npm run bench -- <${Object.keys(BENCHMARKS).join('|')}> [--json] [--slices <n>] [--spans <n>]\n`

process.exitCode = await main()

async function main(): Promise<number> {
  const request = parseRequest()
  const load = BENCHMARKS[request?.name ?? '']
  if (request === undefined || load === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  const benchmark = await load()
  const ratios = await benchmark(request)
  process.stdout.write(request.json ? formatRatiosJson(ratios) : formatRatios(ratios))
  return 0
}

interface Request extends BenchmarkOptions {
  readonly name: string
  readonly json: boolean
}

function parseRequest(): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        slices: { type: 'string', default: String(DEFAULT_SLICES) },
        spans: { type: 'string' },
      },
    })
    const [name = '', ...more] = positionals
    const slices = Number(values.slices)
    const spans = Number(values.spans ?? 1)
    if (more.length > 0 || !isCount(slices) || !isCount(spans)) return undefined
    return { name, json: values.json, slices, ...(values.spans !== undefined && { spans }) }
  } catch {
    // An option that there is not: the usage says which there are.
    return undefined
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1
}
