import type { NatsConnection } from '@nats-io/nats-core'
import { type JsonRecord, isJsonRecord } from '../trace/record/json-record.ts'

/** The account of a connection's user; its public key in operator mode. */
export async function accountOf(
  connection: NatsConnection,
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    const reply = await connection.request('$SYS.REQ.USER.INFO', '', { timeout: timeoutMs })
    const { data }: JsonRecord = reply.json()
    return isJsonRecord(data) && typeof data['account'] === 'string' ? data['account'] : undefined
  } catch {
    return undefined
  }
}

/** Whether an account is known by its public key: then a JWT says what it may, and no file does. */
export function isPublicKey(account: string): boolean {
  return /^A[A-Z2-7]{55}$/.test(account)
}
