import { fileURLToPath } from 'node:url'
import { toConversation, type Send } from '../src/recorded/conversation.ts'
import { readFixture, type Fixture, type WireMessage } from '../src/recorded/fixture.ts'
import { valuesOf } from '../src/wire/frame.ts'

/** What nestjs-jetstream did in one scenario. */
export interface Recording {
  readonly fixture: Fixture
  readonly sends: readonly Send[]
}

/** @param id - as in `01-event` */
export async function recording(id: string): Promise<Recording> {
  const file = fileURLToPath(new URL(`fixtures/${id}.json`, import.meta.url))
  const fixture = await readFixture(file)
  return { fixture, sends: toConversation(fixture) }
}

/** The one message that was sent in a scenario. */
export async function recordedSend(id: string): Promise<Send> {
  const { sends } = await recording(id)
  const [send] = sends
  if (!send) throw new Error(`nothing was sent in ${id}`)
  return send
}

/** The first value of a header, in any case; `(none)` where there is none, or no message. */
export function headerOf(message: WireMessage | undefined, name: string): string {
  return (message ? valuesOf(message, name)[0] : undefined) ?? '(none)'
}

/** The ids in `traceparent`. */
export function contextOf(message: WireMessage | undefined): RecordedContext {
  const [, traceId = '', parentSpanId = ''] = headerOf(message, 'traceparent').split('-')
  return { traceId, parentSpanId }
}

/** What a span below the one that sent has. */
export interface RecordedContext {
  readonly traceId: string
  readonly parentSpanId: string
}
