import { AckPolicy, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import type { BridgeRun } from './bridge-run.ts'

/**
 * Bridges as one does at first: fetches a hundred messages, parses them, makes one request of them by
 * `fetch`, and acknowledges each.
 */
export async function bridgeNaively(
  connection: NatsConnection,
  { stream, durable, messages, url }: BridgeRun,
): Promise<void> {
  const { consumers } = await jetstreamManager(connection)
  await consumers.add(stream, { durable_name: durable, ack_policy: AckPolicy.Explicit })
  const consumer = await jetstream(connection).consumers.get(stream, durable)
  for (let done = 0; done < messages;) {
    const fetched: JsMsg[] = []
    for await (const message of await consumer.fetch({ max_messages: 100, expires: 1_000 })) {
      fetched.push(message)
    }
    await send(url, fetched)
    for (const message of fetched) message.ack()
    done += fetched.length
  }
  await connection.flush()
}

async function send(url: string, messages: readonly JsMsg[]): Promise<void> {
  const spans = messages.map((message) => message.json())
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'bench' } }] }
  const scopeSpans = [{ scope: { name: 'bench' }, spans }]
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] }),
  })
  await response.arrayBuffer()
}
