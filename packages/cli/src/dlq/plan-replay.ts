import { whereBytesAre, type StoredDeadLetter } from '@hopscope/nats/transport'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'

/** Where a dead letter would go, or why it cannot. */
export interface PlannedReplay {
  readonly sequence: number
  /** The subject it goes to; absent if it is not known. */
  readonly subject?: string
  /** The stream that stores it there. */
  readonly stream?: string
  /** Why it cannot be sent. */
  readonly problem?: string
}

/**
 * Finds where dead letters would go, without sending them.
 *
 * @param to - a subject in place of their own
 */
export async function planReplay(
  connection: NatsConnection,
  letters: AsyncIterable<StoredDeadLetter>,
  to: string | undefined,
): Promise<readonly PlannedReplay[]> {
  const takers = new Map<string, Promise<string | undefined>>()
  const plan: PlannedReplay[] = []
  for await (const letter of letters) {
    const { sequence, info, stream: own } = letter
    const elsewhere = whereBytesAre(letter)
    if (elsewhere !== undefined) {
      plan.push({ sequence, problem: `its bytes were too many for it: they are ${elsewhere}` })
      continue
    }
    const subject = to ?? info.subject
    if (subject === undefined) {
      plan.push({ sequence, problem: 'it does not say its original subject, give one with --to' })
      continue
    }
    const taker = takers.get(subject) ?? findStream(connection, subject)
    takers.set(subject, taker)
    plan.push({ sequence, subject, ...judge(await taker, own) })
  }
  return plan
}

function judge(stream: string | undefined, own: string): Pick<PlannedReplay, 'stream' | 'problem'> {
  if (stream === undefined) return { problem: 'no stream stores that subject' }
  if (stream === own) return { problem: `it would go to ${own} again` }
  return { stream }
}

async function findStream(
  connection: NatsConnection,
  subject: string,
): Promise<string | undefined> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false })
  for await (const name of streams.names(subject)) return name
  return undefined
}
