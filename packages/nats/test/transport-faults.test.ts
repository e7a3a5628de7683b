import { headers } from '@nats-io/nats-core'
import type { DeadLetter } from '@hopscope/nats/transport'
import { readDeadLetter } from '@hopscope/observe/headers'
import { expect, test, vi } from 'vitest'
import {
  countOf,
  DEAD_LETTERS,
  EVENT_CONSUMER,
  EVENTS,
  isDrained,
  startServiceWorld,
  type ServiceWorld,
} from './transport-service-world.ts'

test.each([
  [
    'an error with line breaks',
    new Error('first\r\nx-forged: yes\nthird'),
    'first x-forged: yes third',
  ],
  ['an error without a message', new RangeError(''), 'RangeError'],
  ['an error of 100 kB', new Error('x'.repeat(100_000)), 'x'.repeat(1024)],
  ['undefined', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a text', 'no stock\u0000', 'no stock'],
  ['a symbol', Symbol('why'), 'Symbol(why)'],
  ['a number', 7, '7'],
  ['an object', Object.freeze({ code: 'E7' }), '{"code":"E7"}'],
  ['an object with a message', { message: 'none left' }, 'none left'],
  ['an object that refers to itself', cyclic(), 'unreadable object'],
  ['an object without a prototype', Object.create(null), '{}'],
  ['an object whose getters throw', withThrowingGetters(), 'unreadable object'],
  ['an object whose toString throws', withThrowingToString(), 'unreadable object'],
  ['an error whose message throws', errorWithThrowingMessage(), 'unreadable object'],
  ['a proxy that throws', throwingProxy(), 'unreadable object'],
  ['a function', Object.assign(() => {}, { toString: () => 'f' }), 'f'],
])('a handler that throws %s makes a dead letter', async (_, thrown, reason) => {
  await using world = await startServiceWorld()
  await world.start({
    events: {
      doomed: () => {
        throw thrown
      },
    },
    consumers: { event: { max_deliver: 2 } },
  })

  await world.client.publish('doomed', { id: 1 })
  const letter = await deadLetter(world)

  expect(readDeadLetter(letter.header)).toMatchObject({ deliveryCount: 2, subject: SUBJECT })
  expect(readDeadLetter(letter.header)?.reason).toBe(reason)
  expect(letter.json()).toEqual({ id: 1 })
  await drained(world)
  await world.telemetry.until(() => world.telemetry.spansNamed(PROCESS).length === 2)
  expect(outcomes(world)).toEqual([undefined, 'stored'])
  expect(world.telemetry.spansNamed(PROCESS).map(({ status }) => status.code)).toEqual([
    'error',
    'error',
  ])
})

test('a payload that cannot be decoded is a dead letter at once, byte for byte', async () => {
  await using world = await startServiceWorld()
  const called: unknown[] = []
  await world.start({ events: { doomed: (data) => called.push(data) } })
  const payload = Uint8Array.of(0xff, 0xfe, 0x7b, 0)

  await world.plain.publish(SUBJECT, payload)
  const letter = await deadLetter(world)

  expect(called).toEqual([])
  expect([...letter.data]).toEqual([...payload])
  expect(readDeadLetter(letter.header)).toMatchObject({
    reason: expect.stringMatching(/^Decode error: /),
    deliveryCount: 1,
  })
  expect(world.problems).toMatchObject([{ code: 'PAYLOAD_INVALID' }])
  await drained(world)
  await world.telemetry.until(() => world.telemetry.spans.some(isProcess))
  const [span] = world.telemetry.spansNamed(PROCESS)
  expect(span?.attributes).toMatchObject({
    'error.type': 'PAYLOAD_INVALID',
    'messaging.nats.dead_letter.outcome': 'stored',
  })
})

test('a message without a handler is a dead letter at once', async () => {
  await using world = await startServiceWorld()
  await world.start({ events: { other: () => {} } })

  await world.client.publish('nobody.listens', {})
  const letter = await deadLetter(world)

  expect(readDeadLetter(letter.header)).toMatchObject({
    reason: 'No handler for event: orders__microservice.ev.nobody.listens',
    deliveryCount: 1,
  })
  await drained(world)
  // Anyone can send to such a subject, so that it is no part of the name.
  const [span] = world.telemetry.spansNamed('process orders__microservice.ev.>')
  expect(span?.attributes).toMatchObject({
    'messaging.destination.name': 'orders__microservice.ev.nobody.listens',
    'error.type': 'NO_HANDLER',
    'messaging.nats.dead_letter.outcome': 'stored',
  })
})

test('where the stream of dead letters is gone, onDeadLetter takes them', async () => {
  await using world = await startServiceWorld()
  const letters: DeadLetter[] = []
  await startDoomed(world, (letter) => letters.push(letter))
  await world.manager.streams.delete(DEAD_LETTERS)

  await world.client.publish('doomed', { id: 47 })
  await drained(world)

  expect(letters).toMatchObject([{ info: { reason: 'always', deliveryCount: 1 } }])
  expect(letters[0]?.storedIn).toBeUndefined()
  expect(world.problems).toMatchObject([{ code: 'DEAD_LETTER_FAILED', stream: DEAD_LETTERS }])
  const [span] = world.telemetry.spansNamed(PROCESS)
  expect(span?.attributes['messaging.nats.dead_letter.outcome']).toBe('handed_over')
  expect(span?.events.at(-2)).toMatchObject({
    name: 'term',
    attributes: {
      'messaging.nats.settle.reason': 'Dead letter processed via fallback callback',
    },
  })
})

test('where nothing takes a dead letter, the message stays in its stream', async () => {
  await using world = await startServiceWorld()
  await startDoomed(world, () => {
    throw new Error('full\nup')
  })
  await world.manager.streams.delete(DEAD_LETTERS)

  await world.client.publish('doomed', { id: 48 })
  await world.telemetry.until(() => world.telemetry.spansNamed(PROCESS).length > 0)

  const [span] = world.telemetry.spansNamed(PROCESS)
  expect(span?.attributes['messaging.nats.dead_letter.outcome']).toBe('kept')
  expect(span?.events.map(({ name }) => name)).toEqual(['dead_letter', 'nak', 'exception'])
  expect(world.problems.slice(0, 2)).toMatchObject([
    { code: 'DEAD_LETTER_FAILED' },
    { code: 'CALLBACK_FAILED' },
  ])
  await vi.waitFor(async () => expect(await ackPending(world)).toBe(0), 5000)
  expect(await countOf(world, EVENTS)).toBe(1)
  const kept = await world.manager.streams.getMessage(EVENTS, { seq: 1 })
  expect(kept?.json()).toEqual({ id: 48 })
})

test('a listener that throws keeps no message from its fate', async () => {
  await using world = await startServiceWorld()
  await world.start({
    events: { other: () => {} },
    onProblem: () => {
      throw new Error('mine')
    },
  })

  await world.client.publish('doomed', {})
  await deadLetter(world)

  await drained(world)
})

test('a message that is as large as messages may be is not lost for want of room', async () => {
  await using world = await startServiceWorld()
  await startDoomed(world)
  const payload = new Uint8Array((world.pair.plain.info?.max_payload ?? 0) - 100).fill(0x31)

  await world.plain.publish(SUBJECT, payload)
  await world.telemetry.until(() => world.telemetry.spansNamed(PROCESS).length > 0)

  expect(outcomes(world)).toEqual(['kept'])
  expect(await countOf(world, EVENTS)).toBe(1)
})

test('a message of someone whose headers are strange is handled like any other', async () => {
  await using world = await startServiceWorld()
  await startDoomed(world)
  const sent = headers()
  sent.append('X-Dead-Letter-Reason', 'forged')
  sent.append('x-empty', '')
  sent.append('x-many', 'one')
  sent.append('x-many', 'two')

  await world.plain.publish(SUBJECT, '{}', { headers: sent })
  const letter = await deadLetter(world)

  expect(readDeadLetter(letter.header)?.reason).toBe('always')
  expect(letter.header.values('x-many')).toEqual(['one', 'two'])
  await drained(world)
})

const SUBJECT = 'orders__microservice.ev.doomed'
const PROCESS = `process ${SUBJECT}`

async function startDoomed(
  world: ServiceWorld,
  onDeadLetter?: (letter: DeadLetter) => unknown,
): Promise<void> {
  await world.start({
    events: {
      doomed: () => {
        throw new Error('always')
      },
    },
    consumers: { event: { max_deliver: 1 } },
    deadLetters: onDeadLetter ? { onDeadLetter } : {},
  })
}

function isProcess({ name }: { readonly name: string }): boolean {
  return name.startsWith('process ')
}

async function drained(world: ServiceWorld): Promise<void> {
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true), 5000)
}

async function ackPending({ manager }: ServiceWorld): Promise<number> {
  return (await manager.consumers.info(EVENTS, EVENT_CONSUMER)).num_ack_pending
}

function outcomes({ telemetry }: ServiceWorld): readonly unknown[] {
  return telemetry
    .spansNamed(PROCESS)
    .map(({ attributes }) => attributes['messaging.nats.dead_letter.outcome'])
}

async function deadLetter({ manager }: ServiceWorld) {
  return vi.waitFor(async () => {
    const letter = await manager.streams.getMessage(DEAD_LETTERS, { seq: 1 })
    if (!letter) throw new Error('no dead letter yet')
    return letter
  }, 5000)
}

function cyclic(): object {
  const object: Record<string, unknown> = {}
  object['self'] = object
  return object
}

function withThrowingGetters(): object {
  return {
    get message(): string {
      throw new Error('getter')
    },
  }
}

function withThrowingToString(): object {
  return {
    toString() {
      throw new Error('toString')
    },
    toJSON() {
      throw new Error('toJSON')
    },
  }
}

function errorWithThrowingMessage(): Error {
  return Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('getter')
    },
  })
}

function throwingProxy(): object {
  const fail = (): never => {
    throw new Error('trap')
  }
  return new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail, ownKeys: fail })
}
