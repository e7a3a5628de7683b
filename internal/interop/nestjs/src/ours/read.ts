import '@hopscope/observe/node'
import { startService } from '@hopscope/nats/transport'
import { InMemoryTelemetry, type RecordedSpanData } from '@hopscope/observe/testing'
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import type { DeadLetterInfo } from '@hopscope/observe/headers'
import { openBench } from '../bench.ts'
import type { HandlerView, Observed, ProcessView } from '../observed/observed.ts'
import type { Send, Written } from '../recorded/conversation.ts'
import type { Fixture } from '../recorded/fixture.ts'
import { parentOf, traceOf } from '../recorded/observe-recorded.ts'
import { serviceOf } from '../recorded/subjects.ts'
import { type Frame, valuesOf } from '../wire/frame.ts'
import { application, type Call } from './application.ts'
import { BY_JETSTREAM, settingsOf, tracingOf } from './settings.ts'

/** What ours makes of the messages that were recorded: a service gets them, byte for byte. */
export type Reading = Pick<Observed, 'reads' | 'handlers' | 'processes'> & {
  readonly telemetry: InMemoryTelemetry
  /** What the last resort for dead letters was told of. */
  readonly letters: readonly DeadLetterInfo[]
  /** How many messages the consumer has that nobody settled. */
  readonly unsettled: number
  /** The traces in which handlers ran, in order. */
  readonly traceIds: readonly string[]
  /** The functions of the application that tracing called, in order. */
  readonly hooks: readonly string[]
}

/** Has a service of ours, with the handlers of the recording, get what was sent. */
export async function read(fixture: Fixture, sends: readonly Send[]): Promise<Reading> {
  const name = serviceNameOf(sends)
  if (name === undefined || !sends.every(({ isServed }) => isServed)) {
    return { ...NOTHING, reads: sends.map(() => undefined), telemetry: new InMemoryTelemetry() }
  }

  const settings = settingsOf(fixture.id)
  await using bench = await openBench()
  const { connection, tap, other, telemetry } = bench

  const calls: Call[] = []
  const letters: DeadLetterInfo[] = []
  const hooks: string[] = []
  const isByJetStream = BY_JETSTREAM.has(name)
  await using _service = await startService(connection, {
    name,
    ...application((call) => calls.push(call), telemetry.tracerProvider.getTracer('app')),
    rpc: isByJetStream ? { mode: 'jetstream', timeoutMs: settings.timeoutMs ?? 5000 } : {},
    streams: {
      event: { allow_msg_ttl: true, allow_msg_schedules: true, max_bytes: 50_000_000 },
      ...SMALL,
    },
    deadLetters: { onDeadLetter: ({ info }) => letters.push(info) },
    ...(settings.codec && { codec: settings.codec }),
    tracing: tracingOf(settings, telemetry, hooks),
  })
  const manager = await jetstreamManager(bench.admin)
  if (settings.isWithoutDeadLetterStream) {
    await manager.streams.delete(`${name}__microservice_dlq-stream`)
  }

  const reads: (readonly Written[] | undefined)[] = []
  for (const [at, send] of sends.entries()) {
    const before = tap.sent.frames.length
    const reply = send.message.reply === undefined ? undefined : `_INBOX.recorded.${at}`
    const writtenNow = (): readonly Written[] =>
      toWritten(tap.sent.frames.slice(before), reply, send)
    other.publish({ ...send.message, reply: reply ?? '' })
    await other.flush()
    await tap.sent.until(() => writtenNow().length >= (send.written?.length ?? 0))
    await untilSettled(manager)
    // What the service wrote before this answer has gone through the tap.
    await connection.flush()
    if (send.to.kind === 'rpc' && !isByJetStream) await connection.flush()
    reads.push(send.written === undefined ? undefined : writtenNow())
  }

  return {
    reads,
    handlers: calls.map((call) => toHandlerView(call, sends)),
    processes: telemetry.spans.filter(isProcess).map((span) => toProcessView(span, sends)),
    telemetry,
    letters,
    hooks,
    unsettled: await countUnsettled(manager),
    traceIds: calls.map(({ traceId }) => traceId),
  }
}

const NOTHING = { handlers: [], processes: [], letters: [], unsettled: 0, traceIds: [], hooks: [] }

// The recorded service reserved gigabytes, which a small machine does not have.
const SMALL = {
  rpc: { max_bytes: 50_000_000 },
  broadcast: { max_bytes: 50_000_000 },
  ordered: { max_bytes: 50_000_000 },
  'dead-letter': { max_bytes: 50_000_000 },
}

function serviceNameOf(sends: readonly Send[]): string | undefined {
  const named = sends.find(({ to }) => to.service !== undefined)
  // A broadcast names no service: the recorded one was `orders`.
  return named?.to.service ?? (sends.length > 0 ? serviceOf('orders__microservice') : undefined)
}

function toWritten(
  frames: readonly Frame[],
  reply: string | undefined,
  { message }: Send,
): readonly Written[] {
  const [inbox] = valuesOf(message, 'x-reply-to')
  return frames.flatMap((frame): readonly Written[] => {
    const { subject } = frame
    if (subject.startsWith('$JS.ACK.')) return [{ what: 'settlement', message: frame }]
    if (subject.endsWith('_dlq-stream')) return [{ what: 'dead letter', message: frame }]
    return subject === reply || subject === inbox ? [{ what: 'reply', message: frame }] : []
  })
}

/** Waits until no consumer has anything to deliver or to settle. */
async function untilSettled(manager: JetStreamManager): Promise<void> {
  const deadline = Date.now() + 10_000
  while ((await countUnsettled(manager)) > 0 && Date.now() < deadline);
}

async function countUnsettled({ streams, consumers }: JetStreamManager): Promise<number> {
  let count = 0
  for await (const { config } of streams.list()) {
    for await (const { num_pending, num_ack_pending } of consumers.list(config.name)) {
      count += num_pending + num_ack_pending
    }
  }
  return count
}

function toHandlerView({ traceId, ...call }: Call, sends: readonly Send[]): HandlerView {
  return { ...call, trace: traceOf(traceId, sends) }
}

function isProcess({ kind, name }: RecordedSpanData): boolean {
  return (kind === 'consumer' || kind === 'server') && name.startsWith('process ')
}

function toProcessView(span: RecordedSpanData, sends: readonly Send[]): ProcessView {
  return {
    parent: parentOf(span.parentSpanId, sends),
    traceState: span.traceState ?? null,
    status: span.status.code === 'error' ? 'error' : 'ok',
    subject: span.attributes['messaging.destination.name'] as string,
    messageId: span.attributes['messaging.message.id'],
    deliveryCount: span.attributes['messaging.nats.message.delivery_count'],
    stream: span.attributes['messaging.nats.stream.name'],
  }
}
