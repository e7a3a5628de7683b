import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { knownServer, rememberServer } from './known-server.ts'
import { plainHop } from './plain-hop.ts'

// An event that is not plain is converted all the same, and takes twice as long.
test.each([
  ['a super-cluster', 'seedexact-traceparent'],
  ['a cluster that stores the message', 'cluster-js-R3-traceparent'],
  ['a single server', 'tp-sampled'],
  ['a message without an id of its own', 'seed-traceparent-plain'],
])('takes every event of %s for a plain one', (_, name) => {
  const payloads = recorded(name)
  payloads.forEach((payload) => rememberServer(payload))

  expect(payloads.filter((payload) => !isPlain(payload))).toEqual([])
})

test('knows a server only after an event of it', () => {
  const payload = new TextEncoder().encode(
    `{"server":{"name":"first-seen","host":"0.0.0.0","id":"${'N'.repeat(56)}","seq":1}}`,
  )

  expect(knownServer(payload)).toBeUndefined()
  rememberServer(payload)
  expect(knownServer(payload)?.name).toEqual(new TextEncoder().encode('first-seen'))
})

test('takes what is no event for no server', () => {
  const payload = new TextEncoder().encode(`{"server":{"name":"${'n'.repeat(80)}",,"seq":1}}`)
  rememberServer(payload)

  expect(knownServer(payload)).toBeUndefined()
})

function isPlain(payload: Uint8Array): boolean {
  const server = knownServer(payload)
  return server !== undefined && plainHop(payload, server) !== undefined
}

function recorded(name: string): readonly Uint8Array[] {
  const file = new URL(`../../../test/fixtures/server-events/${name}.json`, import.meta.url)
  const { events }: { events: readonly { event: unknown }[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  return events.map(({ event }) => new TextEncoder().encode(JSON.stringify(event)))
}
