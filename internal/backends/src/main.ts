import { parseArgs } from 'node:util'
import type { BackendKind } from './backend.ts'
import { carry, type Carried, type Errand, type Way } from './carry.ts'
import { collector } from './collector.ts'
import { openDemo } from './demo.ts'
import { jaeger } from './jaeger.ts'
import { openRecorded } from './recorded.ts'
import type { Source } from './source.ts'

const KINDS: readonly BackendKind[] = [collector, jaeger]
const SOURCES: Readonly<Record<string, () => Promise<Source>>> = {
  recorded: () => openRecorded('none'),
  compressed: () => openRecorded('gzip'),
  demo: openDemo,
}
const WAYS: readonly Way[] = [
  { name: 'protobuf', options: {} },
  { name: 'json-gzip', options: { protocol: 'http/json', compression: 'gzip' } },
]
const NOUNS: Readonly<Record<string, string>> = {
  traces: 'spans',
  logs: 'log records',
  metrics: 'metrics',
}
const SHOWN = 5

process.exitCode = await main()

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true })
  const kinds = KINDS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  if (kinds.length === 0) {
    process.stderr.write(
      `usage: npm run test:backends -- [${KINDS.map(({ name }) => name).join(' ')}]\n`,
    )
    return 2
  }
  let isComplete = true
  for (const kind of kinds) {
    for (const [name, open] of Object.entries(SOURCES)) {
      await using source = await open()
      for (const way of WAYS) {
        // One that has nothing yet of the same source.
        await using backend = await kind.start()
        const errand = { source, way, kind, backend }
        const carried = await carry(errand)
        process.stdout.write(`${describe(name, errand, carried)}\n`)
        isComplete &&= carried.missing.length === 0
      }
    }
  }
  return isComplete ? 0 : 1
}

function describe(source: string, { kind, way }: Errand, carried: Carried): string {
  const { arrived, missing, figures } = carried
  const counts = Object.entries(arrived).map(
    ([signal, count]) => `${count} ${NOUNS[signal] ?? signal}`,
  )
  const lanes = Object.entries(figures.signals)
  const sum = (of: 'exported' | 'requests' | 'deadLetters'): number =>
    lanes.reduce((total, [, lane]) => total + lane[of], 0)
  return [
    `${kind.name}, ${source}, ${way.name}: ${counts.join(', ')} arrived, ${missing.length} missing ` +
      `(${sum('exported')} records in ${sum('requests')} requests, ${sum('deadLetters')} dead letters)`,
    ...lanes
      .filter(([, { state }]) => state === 'absent')
      .map(([signal]) => `  the backend does not offer ${signal}: they stay in the stream`),
    ...missing.slice(0, SHOWN).map(({ signal, text }) => `  missing of ${signal}: ${text}`),
  ].join('\n')
}
