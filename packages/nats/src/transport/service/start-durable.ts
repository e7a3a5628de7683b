import type { ConsumerInfo, JsMsg } from '@nats-io/jetstream'
import { instrumentationOf } from '../../connection/instrumentation.ts'
import type { DeadLetterOffice } from '../dead-letters/dead-letter-office.ts'
import type { StoredOffice } from '../dead-letters/give-up-stored.ts'
import { streamOf } from '../names/index.ts'
import type { DurableKind } from '../provision/consumer-defaults.ts'
import { connectivityOf } from './connectivity.ts'
import { ConsumerWorker } from './consumer-worker.ts'
import { CoreWorker } from './core-worker.ts'
import type { Handling } from './delivery.ts'
import { exhaustedHandling, exhaustedSubject } from './exhausted-messages.ts'
import { extensionIntervalMs } from './extend-acks.ts'
import { ForgottenWorker } from './forgotten-worker.ts'
import { handledSubjects } from './handled-subjects.ts'
import { eventHandling } from './handle-event.ts'
import { requestLimits } from './request-limits.ts'
import { routesOf } from './routes.ts'
import { durableSources, queueSources } from './sources.ts'
import { streamCommandHandling } from './stream-commands.ts'
import type { NamedWorker, WorkPlace } from './work-place.ts'

/** Starts what handles the messages of a durable consumer, and what takes care of those it lost. */
export function startDurable(
  place: WorkPlace,
  kind: DurableKind,
  info: ConsumerInfo,
): readonly NamedWorker[] {
  const { storesDeadLetters, onDeadLetter } = place.settings
  const consumer = { stream: info.stream_name, name: info.name }
  const hasDeadLetters = kind !== 'rpc' && (storesDeadLetters || onDeadLetter !== undefined)
  // First, so that nothing is missed that the server tells.
  const exhausted = hasDeadLetters ? [startExhausted(place, info), startForgotten(place, info)] : []
  const main = { kind, worker: startConsumer(place, kind, info), consumer }
  return [...exhausted.map((worker) => ({ kind, worker, isOptional: true })), main]
}

function startConsumer(place: WorkPlace, kind: DurableKind, info: ConsumerInfo): ConsumerWorker {
  const { connection, jetstream, settings } = place
  const { rpc, delivery, tell } = settings
  return new ConsumerWorker({
    connection,
    consumer: jetstream.consumers.getConsumerFromInfo(info),
    stream: info.stream_name,
    name: info.name,
    concurrency: kind === 'rpc' ? rpc.concurrency : delivery.concurrency,
    limits: requestLimits(info),
    extendEveryMs: delivery.extendAck ? extensionIntervalMs(ackWaitMs(info)) : undefined,
    sources: durableSources(info, handledSubjects(settings, kind)),
    handling: handlingOf(place, kind, info),
    tell,
  })
}

function handlingOf(
  place: WorkPlace,
  kind: DurableKind,
  { config }: ConsumerInfo,
): Handling<JsMsg> {
  const { connection, settings } = place
  const { name, commands, events, broadcasts } = settings
  if (kind === 'rpc') {
    return streamCommandHandling(connection, settings, routesOf('rpc', name, commands))
  }
  const { max_deliver = 0 } = config
  const connectivity = connectivityOf(connection)
  return eventHandling({
    settings,
    routes: routesOf(kind, name, kind === 'event' ? events : broadcasts),
    office: officeOf(place),
    online: () => connectivity.online(),
    maxDeliver: max_deliver > 0 ? max_deliver : Infinity,
  })
}

// The handler of a last delivery may end with its process, and then nobody here knows of it.
function startExhausted(place: WorkPlace, { stream_name, name }: ConsumerInfo): CoreWorker {
  const { connection, settings } = place
  const subject = exhaustedSubject(stream_name, name)
  return new CoreWorker({
    connection,
    subject,
    queue: name,
    concurrency: settings.delivery.concurrency,
    sources: queueSources(subject, name, []),
    handling: exhaustedHandling(storedOfficeOf(place)),
    tell: settings.tell,
  })
}

// And maybe nobody was here when the server told of it.
function startForgotten(place: WorkPlace, { stream_name, name }: ConsumerInfo): ForgottenWorker {
  const { connection } = place
  const consumer = { stream: stream_name, name }
  return new ForgottenWorker({ connection, consumer, office: storedOfficeOf(place) })
}

function storedOfficeOf(place: WorkPlace): StoredOffice {
  const { connection, manager } = place
  return { ...officeOf(place), manager, instrumentation: instrumentationOf(connection) }
}

function officeOf({ jetstream, settings }: WorkPlace): DeadLetterOffice {
  const { name, storesDeadLetters, onDeadLetter, tell } = settings
  const stream = storesDeadLetters ? streamOf('dead-letter', name) : undefined
  return { jetstream, stream, onDeadLetter, tell }
}

const NANOS_PER_MS = 1e6
const DEFAULT_ACK_WAIT_NANOS = 30e9

// With a backoff, each delivery has a time of its own.
function ackWaitMs({ config }: ConsumerInfo): number {
  const { ack_wait = DEFAULT_ACK_WAIT_NANOS, backoff = [] } = config
  return Math.min(ack_wait, ...backoff) / NANOS_PER_MS
}
