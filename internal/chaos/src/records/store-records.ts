import { jetstream, type JetStreamClient } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { setTimeout as pause } from 'node:timers/promises'
import type { ChaosRecord } from './chaos-record.ts'
import { makeRound } from './make-round.ts'

/** What is stored, and for how long. */
export interface StoreOptions {
  /** Rounds in a second. */
  readonly rate: number
  readonly withPoison: boolean
  /** Told when it is enough. */
  readonly signal: AbortSignal
}

/**
 * Stores round after round until it is told that it is enough, and each record until the stream says
 * that it has it: what is lost then is lost by the bridge.
 *
 * @returns what is stored; rejects if the stream does not take it within a minute
 */
export async function storeRecords(
  connection: NatsConnection,
  { rate, withPoison, signal }: StoreOptions,
): Promise<readonly ChaosRecord[]> {
  const client = jetstream(connection, { timeout: ACK_TIMEOUT_MS })
  const startMs = performance.now()
  const records: ChaosRecord[] = []
  const stored: Promise<void>[] = []
  for (let round = 0; !signal.aborted; round++) {
    for (const record of makeRound(round, { withPoison })) {
      stored.push(storeOne(client, record, `chaos-${records.length}`))
      records.push(record)
    }
    await pause(Math.max(1, startMs + (1_000 * round) / rate - performance.now()))
  }
  await Promise.all(stored)
  return records
}

const ACK_TIMEOUT_MS = 1_000
const GIVE_UP_MS = 60_000
const RETRY_MS = 100

async function storeOne(
  client: JetStreamClient,
  { subject, data, encoding }: ChaosRecord,
  msgID: string,
): Promise<void> {
  const deadlineMs = performance.now() + GIVE_UP_MS
  const described = headers()
  if (encoding) described.set('Content-Encoding', encoding)
  for (;;) {
    try {
      await client.publish(subject, data, { msgID, headers: described })
      return
    } catch (error) {
      // While the server is away or elects a leader; the id keeps it from being stored twice.
      if (performance.now() > deadlineMs) throw error
      await pause(RETRY_MS)
    }
  }
}
