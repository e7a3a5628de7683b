import type { NatsConnection } from '@nats-io/transport-node'
import { vi } from 'vitest'
import { trace, type Trace, type TraceOptions } from '../../src/index.ts'

/** Traces until the message goes to that many servers: interest takes its time to spread. */
export function traceTo(
  servers: number,
  connection: NatsConnection,
  subject: string,
  options: TraceOptions = {},
): Promise<Trace> {
  return vi.waitUntil(
    async () => {
      const result = await trace(connection, subject, options)
      const { hopCount, missing } = result.assembly
      return hopCount + missing.length === servers && result
    },
    { timeout: 10_000 },
  )
}
