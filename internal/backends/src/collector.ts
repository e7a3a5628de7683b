import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackendKind } from './backend.ts'
import { buildGo } from './build-go.ts'
import type { Fact } from './fact.ts'
import { otlpFacts } from './otlp-facts.ts'
import { freePorts, Program } from './program.ts'

/** OpenTelemetry's Collector, with the receiver of OTLP that all distributions have, and files. */
export const collector: BackendKind = {
  name: 'collector',
  signals: ['traces', 'logs', 'metrics'],
  start: async () => {
    const file = await buildGo({ folder: 'collector', package: '.' })
    const [port = 0] = await freePorts(1)
    const endpoint = `http://127.0.0.1:${port}`
    const program = await Program.start(
      async (folder) => {
        await writeFile(join(folder, CONFIG), configFor(port, folder))
        return { file, args: ['--config', join(folder, CONFIG)] }
      },
      async (started) => (await started.log()).includes('Everything is ready'),
    )
    return {
      endpoint,
      read: () => readFiles(program.folder),
      [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
    }
  },
}

const CONFIG = 'collector.yaml'
const SIGNALS = ['traces', 'logs', 'metrics'] as const

function configFor(port: number, folder: string): string {
  const config = {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: Object.fromEntries(
      SIGNALS.map((signal) => [
        `file/${signal}`,
        { path: join(folder, `${signal}.json`), flush_interval: '100ms' },
      ]),
    ),
    service: {
      telemetry: { metrics: { level: 'none' } },
      pipelines: Object.fromEntries(
        SIGNALS.map((signal) => [signal, { receivers: ['otlp'], exporters: [`file/${signal}`] }]),
      ),
    },
  }
  // JSON is YAML.
  return JSON.stringify(config, null, 2)
}

// A line is a request; the last may not be whole yet.
async function readFiles(folder: string): Promise<readonly Fact[]> {
  const texts = await Promise.all(
    SIGNALS.map((signal) => readFile(join(folder, `${signal}.json`), 'utf8').catch(() => '')),
  )
  return texts.flatMap((text) =>
    text
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => otlpFacts(JSON.parse(line))),
  )
}
