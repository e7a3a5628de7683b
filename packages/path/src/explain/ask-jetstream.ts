import { RequestError, TimeoutError, type NatsConnection } from '@nats-io/nats-core'
import { record, text, type JsonRecord } from '../event/json.ts'

/** A question to the API of JetStream. */
export interface Question {
  readonly body: object
  /** The JetStream domain; `undefined` for that of the connection. */
  readonly domain: string | undefined
  /** How long to wait for the answer, in milliseconds. */
  readonly timeoutMs: number
}

/** What JetStream answers; or why it does not. */
export type Answer = { readonly json: JsonRecord } | { readonly unavailable: string }

/** Asks JetStream by a request of core NATS. It never throws: what goes wrong is the answer. */
export async function askJetStream(
  connection: NatsConnection,
  api: string,
  { body, domain, timeoutMs }: Question,
): Promise<Answer> {
  const prefix = domain === undefined ? '$JS.API' : `$JS.${domain}.API`
  try {
    const timeout = { timeout: timeoutMs }
    const msg = await connection.request(`${prefix}.${api}`, JSON.stringify(body), timeout)
    const json = record(JSON.parse(msg.string()))
    if (json === undefined) return { unavailable: 'JetStream answers in a way that is not known' }
    const error = record(json['error'])
    return error === undefined ? { json } : { unavailable: text(error['description']) ?? 'refused' }
  } catch (caught) {
    return { unavailable: reasonOf(caught, timeoutMs) }
  }
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof RequestError && error.isNoResponders()) {
    return 'JetStream is not enabled for this account'
  }
  // A request that is not permitted is left without an answer too.
  if (error instanceof TimeoutError) {
    return `JetStream did not answer within ${timeoutMs} ms, or the user may not ask`
  }
  return error instanceof Error ? error.message : String(error)
}
