import type { BackendKind } from './backend.ts'
import { buildGo } from './build-go.ts'
import { spanFact, type Fact } from './fact.ts'
import { freePorts, Program } from './program.ts'

/** Jaeger in one process, which keeps traces in memory and takes nothing else. */
export const jaeger: BackendKind = {
  name: 'jaeger',
  signals: ['traces'],
  start: async () => {
    const file = await buildGo({
      folder: 'jaeger',
      package: 'github.com/jaegertracing/jaeger/cmd/all-in-one',
    })
    const ports = await freePorts(LISTENERS.length)
    const at = (name: string): string => `127.0.0.1:${ports[LISTENERS.indexOf(name)]}`
    const program = await Program.start(
      () => ({ file, args: LISTENERS.map((name) => `--${name}.host-port=${at(name)}`) }),
      () => answers(`http://${at('admin.http')}/`),
    )
    return {
      endpoint: `http://${at('collector.otlp.http')}`,
      read: (expected) => readTraces(`http://${at('query.http-server')}`, expected),
      [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
    }
  },
}

const LISTENERS = [
  'admin.http',
  'collector.grpc-server',
  'collector.http-server',
  'collector.otlp.grpc',
  'collector.otlp.http',
  'query.grpc-server',
  'query.http-server',
]

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}

// A trace that is not there yet is an answer without data.
async function readTraces(url: string, expected: readonly Fact[]): Promise<readonly Fact[]> {
  const ids = new Set(
    expected.flatMap(({ signal, traceId }) => (signal === 'traces' ? (traceId ?? []) : [])),
  )
  const facts: Fact[] = []
  for (const id of ids) {
    const response = await fetch(`${url}/api/traces/${id}`)
    const { data }: JaegerAnswer = JSON.parse(await response.text())
    facts.push(...(data ?? []).flatMap(traceFacts))
  }
  return facts
}

interface JaegerAnswer {
  readonly data?: readonly JaegerTrace[] | null
}

interface JaegerTrace {
  readonly spans: readonly JaegerSpan[]
  readonly processes: Readonly<Record<string, { readonly serviceName: string }>>
}

interface JaegerSpan {
  readonly traceID: string
  readonly spanID: string
  readonly operationName: string
  readonly processID: string
  readonly references?: readonly { readonly refType: string; readonly spanID: string }[]
}

function traceFacts({ spans, processes }: JaegerTrace): readonly Fact[] {
  return spans.map(({ traceID, spanID, operationName, processID, references }) =>
    spanFact({
      traceId: traceID,
      spanId: spanID,
      parentSpanId: references?.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
      name: operationName,
      service: processes[processID]?.serviceName ?? '',
    }),
  )
}
