import {
  createInbox,
  headers as createHeaders,
  type Msg,
  type NatsConnection,
} from '@nats-io/nats-core'
import { decodeTraceEvent } from '@hopscope/path'
import { GoAssembler } from '../tree/go-trace.ts'

/**
 * Traces a dry run on the schedule of the `nats` command: it subscribes, sleeps for 250 ms so that
 * every server knows, publishes, and waits for as long as `timeoutMs` for the servers.
 *
 * @returns whether every server reported
 */
export async function traceAsGo(
  connection: NatsConnection,
  subject: string,
  timeoutMs = 5000,
): Promise<boolean> {
  const inbox = createInbox()
  const assembler = new GoAssembler()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const receive = (msg: Msg) => {
    const event = decodeTraceEvent(msg.data, msg.headers?.get('Content-Encoding'))
    if (event !== undefined && assembler.add(event)) resolve(true)
  }
  const subscription = connection.subscribe(inbox, { callback: (_, msg) => receive(msg) })
  await connection.flush()
  await sleep(SLEEP_MS)

  const headers = createHeaders()
  headers.set('Nats-Trace-Dest', inbox)
  headers.set('Nats-Trace-Only', 'true')
  headers.set('Accept-Encoding', 'snappy')
  connection.publish(subject, 'hello', { headers })
  const timer = setTimeout(resolve, timeoutMs, false)
  const complete = await promise
  clearTimeout(timer)
  subscription.unsubscribe()
  return complete
}

// jsm.go, api/server/tracing/tracing.go
const SLEEP_MS = 250

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
