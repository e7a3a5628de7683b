import '@hopscope/observe/node'
import { context } from '@opentelemetry/api'
import { createClient, TransportError, type TransportClient } from '@hopscope/nats/transport'
import type { InMemoryTelemetry } from '@hopscope/observe/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { openBench } from '../bench.ts'
import type { Outcome, Write } from '../observed/observed.ts'
import type { Send } from '../recorded/conversation.ts'
import type { Fixture } from '../recorded/fixture.ts'
import { parseSubject, serviceOf } from '../recorded/subjects.ts'
import { type Frame, valuesOf } from '../wire/frame.ts'
import { activeContext } from './active-context.ts'
import { answer } from './answer.ts'
import { recordOf } from './record-of.ts'
import { BY_JETSTREAM, settingsOf, tracingOf } from './settings.ts'

/** What ours writes where nestjs-jetstream wrote what was recorded. */
export interface Writing {
  readonly writes: readonly Write[]
  readonly telemetry: InMemoryTelemetry
  /** The functions of the application that tracing called, in order. */
  readonly hooks: readonly string[]
}

/** Has a client of ours send what was sent, and answers its calls with the recorded bytes. */
export async function write(fixture: Fixture, sends: readonly Send[]): Promise<Writing> {
  const settings = settingsOf(fixture.id)
  await using bench = await openBench()
  const { connection, tap, other, telemetry } = bench

  const actions = sends.length > 0 ? sends.map(toAction) : unseenActions(fixture)
  await addStreams(bench.admin, sends)
  const writes: Write[] = []
  const hooks: string[] = []
  for (const [at, action] of actions.entries()) {
    if (action.send?.isForeign) {
      writes.push({ traceparentOf: 'nobody' })
      continue
    }
    const { to, callerName, send } = action
    const isByJetStream = BY_JETSTREAM.has(to.service ?? '')
    const timeoutMs = settings.timeoutMs ?? 5000
    const client = createClient(connection, {
      name: callerName,
      target: to.service ?? 'orders',
      rpc: { mode: isByJetStream ? 'jetstream' : 'core', timeoutMs },
      ...(settings.codec && { codec: settings.codec }),
      tracing: tracingOf(settings, telemetry, hooks),
    })
    const active = activeContext(fixture, send, telemetry, settings.isActive)
    const before = tap.sent.frames.length
    if (to.kind === 'rpc' && send) await other.subscribe(send.message.subject)

    const data = send ? recordOf(send, settings.data?.[at]) : {}
    const call = context.with(active.context, () => perform(client, to.kind, to.pattern, data))
    const outcome = outcomeOf(call)
    const isTooLate = send && isTimeout(fixture)
    if (to.kind === 'rpc' && send && !isTooLate) await answer(other, send, isByJetStream)
    const result = await outcome
    active.end()
    await client.close()
    await connection.flush()
    const frame = tap.sent.frames.slice(before).find(({ subject }) => parseSubject(subject))
    writes.push(toWrite(frame, telemetry, active.spanId, send !== undefined, result, to.kind))
  }
  return { writes, telemetry, hooks }
}

interface Action {
  readonly send?: Send
  readonly to: Send['to']
  readonly callerName: string
}

function toAction(send: Send): Action {
  const [name = ''] = valuesOf(send.message, 'x-caller-name')
  const isName = name.endsWith('__microservice')
  return { send, to: send.to, callerName: isName ? serviceOf(name) : 'gateway' }
}

// Of what was recorded without a look at the wire, the span tells the subject.
function unseenActions({ spans }: Fixture): readonly Action[] {
  return spans.flatMap(({ attributes }) => {
    const to = parseSubject(String(attributes['messaging.destination.name']))
    return to ? [{ to, callerName: serviceOf(String(attributes['messaging.client.id'])) }] : []
  })
}

async function addStreams(admin: NatsConnection, sends: readonly Send[]): Promise<void> {
  const { streams } = await jetstreamManager(admin)
  const prefixes = sends.flatMap(({ to, message }) => {
    if (to.kind === 'rpc' && !BY_JETSTREAM.has(to.service ?? '')) return []
    return [message.subject.slice(0, -to.pattern.length)]
  })
  for (const [at, prefix] of [...new Set(prefixes)].entries()) {
    await streams.add({ name: `STREAM${at}`, subjects: [`${prefix}>`], allow_msg_ttl: true })
  }
}

async function perform(
  client: TransportClient,
  kind: Send['to']['kind'],
  pattern: string,
  data: unknown,
): Promise<unknown> {
  if (kind === 'rpc') return client.request(pattern, data)
  if (kind === 'broadcast') await client.broadcast(pattern, data)
  else if (kind === 'ordered') await client.publishOrdered(pattern, data)
  else await client.publish(pattern, data)
  return undefined
}

async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    const resolved = await call
    return { resolved: resolved === undefined ? '(empty)' : resolved }
  } catch (error) {
    if (!(error instanceof TransportError)) return { failed: String(error) }
    return error.code === 'RPC_FAILED'
      ? { rejected: error.payload ?? '(empty)' }
      : { failed: error.code }
  }
}

function isTimeout({ result }: Fixture): boolean {
  const { err } = (result ?? {}) as { readonly err?: { readonly message?: string } }
  return err?.message === 'timeout' || err?.message === 'rpc.timeout'
}

function toWrite(
  frame: Frame | undefined,
  { spans }: InMemoryTelemetry,
  activeSpanId: string | undefined,
  isSeen: boolean,
  outcome: Outcome,
  kind: Send['to']['kind'],
): Write {
  const id = (frame ? valuesOf(frame, 'traceparent') : []).at(-1)?.split('-')[2]
  const sender = isSeen
    ? spans.find(({ spanId, kind }) => spanId === id && kind !== 'internal')
    : spans.findLast(({ kind }) => kind === 'producer' || kind === 'client')
  const isTold = kind === 'rpc' || !('resolved' in outcome)
  return {
    ...(isSeen && frame && { message: frame }),
    traceparentOf: isSeen ? ownerOf(id, sender !== undefined, activeSpanId) : 'nobody',
    ...(sender && {
      span: {
        kind: sender.kind.toUpperCase(),
        status: sender.status.code === 'error' ? 'error' : 'ok',
        parent: parentOf(sender.parentSpanId, activeSpanId),
      },
    }),
    ...(isTold && { outcome }),
  }
}

function parentOf(parentId: string | undefined, activeSpanId: string | undefined): string {
  if (parentId === undefined) return 'none'
  return parentId === activeSpanId ? 'the active span' : 'another'
}

function ownerOf(
  id: string | undefined,
  isSender: boolean,
  activeSpanId: string | undefined,
): Write['traceparentOf'] {
  if (id === undefined) return 'nobody'
  if (isSender) return 'the span of the send'
  return id === activeSpanId ? 'the active span' : 'another span'
}
