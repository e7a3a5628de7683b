import { headers, type NatsConnection } from '@nats-io/nats-core'

/** Stores messages of 128 bytes with three headers, among them `traceparent`. */
export async function fillStream(
  connection: NatsConnection,
  subject: string,
  count: number,
): Promise<void> {
  const carrier = headers()
  carrier.set('X-Correlation-Id', '9f1b0c3d')
  carrier.set('Content-Type', 'application/json')
  carrier.set('traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')
  const payload = new Uint8Array(128).fill(65)
  for (let stored = 1; stored < count; stored++) {
    connection.publish(subject, payload, { headers: carrier })
    if (stored % 1_000 === 0) await connection.flush()
  }
  // The server answers in the order of the messages, so all are stored when the last one is.
  await connection.request(subject, payload, { headers: carrier, timeout: 30_000 })
}
