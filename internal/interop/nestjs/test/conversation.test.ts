import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { textOf } from '../src/observed/shape.ts'
import { toConversation, type Send } from '../src/recorded/conversation.ts'
import { readFixture } from '../src/recorded/fixture.ts'
import { parseSubject } from '../src/recorded/subjects.ts'

test('settlements belong to the message whose sequence they name', async () => {
  const sends = await conversationOf('40-retry')

  expect(sends.map(writtenOf)).toEqual([['-NAK', '-NAK', '+ACK']])
})

test('a duplicate has no settlements, since its sequence is of another message', async () => {
  const sends = await conversationOf('03-event-duplicate')

  expect(sends.map(writtenOf)).toEqual([['+ACK'], []])
})

test('a reply through an inbox of the caller belongs to the command with its correlation id', async () => {
  const sends = await conversationOf('34-rpc-js-error-bare')

  expect(sends.map(writtenOf)).toEqual([
    [
      '{"status":"error","message":"Internal server error"}',
      '+TERM Handler error: billing__microservice.cmd.fail.error',
    ],
  ])
})

test('of a message whose answers were not recorded it is not known what came of it', async () => {
  const sends = await conversationOf('47-dlq-stream-missing')

  expect(sends.map(writtenOf)).toEqual([undefined])
})

test('what another program sent is foreign', async () => {
  const sends = await conversationOf('58-in-canonical-x-headers')

  expect(sends.map(({ isForeign }) => isForeign)).toEqual([true])
})

test.each([
  ['orders__microservice.ev.orders.created', 'event', 'orders', 'orders.created'],
  ['orders__microservice.cmd.get.order', 'rpc', 'orders', 'get.order'],
  ['orders__microservice.ordered.orders.status', 'ordered', 'orders', 'orders.status'],
  ['broadcast.config.updated', 'broadcast', undefined, 'config.updated'],
])('the subject %s is taken apart', (subject, kind, service, pattern) => {
  expect(parseSubject(subject)).toEqual({ kind, pattern, ...(service && { service }) })
})

test.each(['orders__microservice_dlq-stream', '_INBOX.a.b', 'broadcast._sch.a.b', 'a.ev.b'])(
  'the subject %s is no destination of the contract',
  (subject) => {
    expect(parseSubject(subject)).toBeUndefined()
  },
)

async function conversationOf(id: string): Promise<readonly Send[]> {
  return toConversation(
    await readFixture(fileURLToPath(new URL(`fixtures/${id}.json`, import.meta.url))),
  )
}

function writtenOf({ written }: Send): readonly string[] | undefined {
  return written?.map(({ message }) => textOf(message.payload))
}
