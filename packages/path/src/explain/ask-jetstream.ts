import {
  PermissionViolationError,
  RequestError,
  TimeoutError,
  type NatsConnection,
} from '@nats-io/nats-core'
import { number, record, text, type JsonRecord } from '../event/json.ts'
import type { ApiOptionNames } from './api-prefix.ts'
import type { Unavailable } from './facts.ts'

/** A question to the API of JetStream. */
export interface Question {
  readonly body: object
  /** What the subjects of the API begin with. */
  readonly prefix: string
  /** How long to wait for the answer, in milliseconds. */
  readonly timeoutMs: number
  /** What hints call the options that say where JetStream is reached. */
  readonly optionNames: ApiOptionNames
}

/** What JetStream answers; or why it does not. */
export type Answer = { readonly json: JsonRecord } | Unavailable

/** Asks JetStream by a request of core NATS. It never throws: what goes wrong is the answer. */
export async function askJetStream(
  connection: NatsConnection,
  api: string,
  question: Question,
): Promise<Answer> {
  const subject = `${question.prefix}.${api}`
  try {
    const timeout = { timeout: question.timeoutMs }
    const msg = await connection.request(subject, JSON.stringify(question.body), timeout)
    const json = record(JSON.parse(msg.string()))
    if (json === undefined) return { unavailable: 'JetStream answers in a way that is not known' }
    const error = record(json['error'])
    return error === undefined ? { json } : refusal(error, question)
  } catch (caught) {
    return whyUnavailable(caught, subject, question)
  }
}

function refusal(error: JsonRecord, question: Question): Unavailable {
  const unavailable = text(error['description']) ?? 'refused'
  const isElsewhere = NOT_HERE.has(number(error['err_code']) ?? 0)
  if (!isElsewhere) return { unavailable }
  return { unavailable, hint: `${question.prefix} does not know it: ${elsewhere(question)}` }
}

// JetStream is not enabled, or not for this account; the stream is not found.
const NOT_HERE: ReadonlySet<number> = new Set([10_076, 10_039, 10_059])

function whyUnavailable(error: unknown, subject: string, question: Question): Unavailable {
  const { prefix, timeoutMs } = question
  if (error instanceof RequestError && error.isNoResponders()) {
    const [, domain] = /^\$JS\.([^.]+)\.API$/.exec(prefix) ?? []
    return {
      unavailable:
        domain === undefined
          ? 'JetStream is not enabled for this account'
          : `JetStream domain ${domain} is not reached from here`,
      hint: `nobody answers at ${prefix}: ${elsewhere(question)}`,
    }
  }
  const permission = `let this user publish to ${subject} and subscribe to its inboxes`
  if (error instanceof Error && error.cause instanceof PermissionViolationError) {
    return {
      unavailable: 'this user may not ask JetStream',
      hint: `${permission}; or ${elsewhere(question)}`,
    }
  }
  // A request that is not permitted on the way is left without an answer too.
  if (error instanceof TimeoutError) {
    return {
      unavailable: `JetStream did not answer within ${timeoutMs} ms, or the user may not ask`,
      hint: `${permission}; or ${elsewhere(question)}`,
    }
  }
  return { unavailable: error instanceof Error ? error.message : String(error) }
}

function elsewhere({ optionNames: { domain, apiPrefix } }: Question): string {
  return `say where JetStream is reached, by ${domain} or ${apiPrefix}`
}
