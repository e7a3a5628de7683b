import type { Signal } from '@hopscope/telemetry/bridge'
import { InvalidArgumentError, Option } from 'commander'
import { byteSize } from '../flags/byte-size.ts'
import { collect, collectList } from '../flags/collect.ts'
import { duration } from '../flags/duration.ts'
import { wholeNumber } from '../flags/whole-number.ts'
import { LOG_FORMATS } from './bridge-flags.ts'

/** The options that say where telemetry goes; OpenTelemetry's variables stand for them. */
export function backendOptionList(): readonly Option[] {
  return [
    new Option('--endpoint <url>', 'OTLP/HTTP backend (env: OTEL_EXPORTER_OTLP_ENDPOINT)'),
    new Option('--traces-endpoint <url>', 'URL for traces, taken as it is'),
    new Option('--logs-endpoint <url>', 'the same for logs'),
    new Option('--metrics-endpoint <url>', 'the same for metrics'),
    new Option('-H, --header <key:value>', 'sent with each request; can be repeated').argParser(
      collect,
    ),
    new Option('--protocol <protocol>', 'default http/protobuf').choices([
      'http/protobuf',
      'http/json',
    ]),
    new Option('--compression <method>', 'of requests, default as it is stored').choices([
      'gzip',
      'none',
    ]),
    new Option('--gzip-members <how>', 'what is stored compressed, default join').choices([
      'join',
      'recompress',
    ]),
    new Option(
      '--export-timeout <duration>',
      'time that a request may take, default 10s',
    ).argParser(duration()),
    new Option('--certificate <file>', 'authority that signed the backend'),
    new Option('--client-key <file>', 'key of our certificate'),
    new Option('--client-certificate <file>', 'our certificate'),
  ].map((option) => option.helpGroup('Backend, also by OTEL_EXPORTER_OTLP_* variables:'))
}

/** The options of the bridge itself; `HOPSCOPE_BRIDGE_*` stand for them. */
export function bridgeOptionList(): readonly Option[] {
  return [
    new Option('--durable <name>', 'bridges of one name share the work, default otlp-bridge'),
    new Option('--stream <name>', 'what is sent, default TELEMETRY'),
    new Option('--signals <names>', 'traces, logs, metrics; default all').argParser(signals),
    new Option('--fallback-service <name>', 'service of records that name none, default hopscope'),
    new Option('--batch-size <number>', 'records in a request, default 100').argParser(
      wholeNumber(1),
    ),
    new Option('--max-batch-bytes <size>', 'bytes in a request, default 4MiB').argParser(byteSize),
    new Option(
      '--flush-interval <duration>',
      'time that a record waits for others, default 5s',
    ).argParser(duration(TIMER)),
    new Option('--max-requests <number>', 'requests of a signal at a time, default 4').argParser(
      wholeNumber(1),
    ),
    new Option('--max-bytes-in-hand <size>', 'memory of a signal, default 32MiB').argParser(
      byteSize,
    ),
    new Option(
      '--max-attempts <number>',
      'until a refused record is a dead letter, default 4',
    ).argParser(wholeNumber(1)),
    new Option('--max-deliveries <number>', 'until it is one untried, default 10').argParser(
      wholeNumber(1),
    ),
    new Option('--retry-delay <duration>', 'first wait of a refused record, default 5s').argParser(
      duration(TIMER),
    ),
    new Option(
      '--outage-backoff <first,longest>',
      'waits for a backend that is away, default 1s,1m',
    ).argParser(backoff),
    new Option('--ack-wait <duration>', 'of the consumers, default 30s').argParser(duration(TIMER)),
    new Option('--max-ack-pending <number>', 'records in all hands, default 10000').argParser(
      wholeNumber(1),
    ),
    new Option('--dead-letter-stream <name>', 'default TELEMETRY_DLQ'),
    new Option(
      '--stats-interval <duration>',
      'how often the stream is asked, default 5s',
    ).argParser(duration(TIMER)),
    new Option(
      '--http <address>',
      'serve /healthz, /readyz and /metrics, as in 9464 or 0.0.0.0:9464',
    ).argParser(address),
    new Option('--stop-timeout <duration>', 'time to send what is in hand')
      .default(10_000, '10s')
      .argParser(duration({ least: 0, ...TIMER })),
    new Option('--log <format>', 'text for people on stderr, or json on stdout')
      .choices(LOG_FORMATS)
      .default('text'),
  ].map((option) => option.helpGroup('Bridge, also by HOPSCOPE_BRIDGE_* variables:'))
}

// What a timer of JavaScript can wait.
const TIMER = { most: 2_147_483_647 } as const

// Named once more, since a command line is read before anything heavy is loaded.
const SIGNALS = ['traces', 'logs', 'metrics'] as const satisfies readonly Signal[]

function signals(text: string): readonly Signal[] {
  const names = collectList(text)
  const found = SIGNALS.filter((signal) => names.includes(signal))
  if (found.length > 0 && names.every((name) => SIGNALS.some((signal) => signal === name)))
    return found
  throw new InvalidArgumentError(`It must be some of ${SIGNALS.join(', ')}.`)
}

function backoff(text: string): { readonly first: number; readonly longest: number } {
  const [first = '', longest = first, ...more] = text.split(',')
  const read = duration(TIMER)
  const waits = { first: read(first), longest: read(longest) }
  if (more.length === 0 && waits.first <= waits.longest) return waits
  throw new InvalidArgumentError('It must be two durations, the longer last, as in 1s,1m.')
}

function address(text: string): { readonly port: number; readonly host?: string } {
  const [, host = '', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? []
  if (port !== '' && Number(port) <= 65_535) {
    return { port: Number(port), ...(host !== '' && { host: host.replace(/^\[(.*)\]$/, '$1') }) }
  }
  throw new InvalidArgumentError('It must be a port, or a host and a port as in 0.0.0.0:9464.')
}
