import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, type Msg } from '@nats-io/nats-core'
import { assertPropagation } from '@hopscope/nats/testing'
import { expect, test } from 'vitest'
import { listen, startPair, type Pair } from './pair.ts'

const LOST = expect.objectContaining({ code: 'CONTEXT_LOST' })

test('what keeps its trace passes, and gives back what the work gave', async () => {
  await using pair = await startPair()
  await answering(pair)

  const price = await assertPropagation(pair.traced, async () => {
    pair.traced.publish('orders.new', '')
    return (await pair.traced.request('price', '')).string()
  })

  expect(price).toBe('42')
})

test('looking makes no spans of its own', async () => {
  await using pair = await startPair()

  await assertPropagation(pair.traced, () => pair.traced.publish('orders.new', ''))

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual(['publish orders.new'])
})

test('a publisher that sends no headers is found, which no test of either side did', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('jobs.*', { callback: () => {} })
  await pair.traced.flush()

  const publish = assertPropagation(pair.traced, async () => {
    pair.plain.publish('jobs.query', JSON.stringify({ id: 1 }))
    await pair.plain.flush()
  })

  await expect(publish).rejects.toThrow(LOST)
  await expect(publish).rejects.toThrow(
    'messages lost their context: jobs.query was sent without a context (missing); ' +
      'jobs.query was handled without its sender (missing)',
  )
})

test('a job that is stored without a context, and fetched by a worker, is found', async () => {
  await using pair = await startPair()
  const { streams, consumers } = await jetstreamManager(pair.plain)
  await streams.add({ name: 'JOBS', subjects: ['jobs.>'] })
  await consumers.add('JOBS', { durable_name: 'worker' })
  const worker = await jetstream(pair.traced).consumers.get('JOBS', 'worker')

  const job = assertPropagation(pair.traced, async () => {
    await jetstream(pair.plain).publish('jobs.query', JSON.stringify({ id: 1 }))
    for await (const message of await worker.fetch({ max_messages: 1, expires: 1000 }))
      message.ack()
  })

  await expect(job).rejects.toThrow('jobs.query was sent without a context (missing)')
})

test('headers that were copied from another message, with its context, are found', async () => {
  await using pair = await startPair()
  forwardTo(pair, (message) => {
    pair.plain.publish('billing.new', message.data, {
      ...(message.headers && { headers: message.headers }),
    })
  })

  await expect(forward(pair)).rejects.toThrow(
    'messages lost their context: billing.new was sent with the context of orders.new (copied)',
  )
})

test('headers that were copied, and got a context beside the one they had, are found', async () => {
  await using pair = await startPair()
  forwardTo(pair, (message) => {
    const copy = headers()
    for (const [name, [value = '']] of message.headers ?? []) copy.append(name, value)
    copy.append('Traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')
    pair.plain.publish('billing.new', message.data, { headers: copy })
  })

  await expect(forward(pair)).rejects.toThrow(
    'messages lost their context: billing.new was sent without a context (duplicate)',
  )
})

test('headers that an instrumented connection copies are in order', async () => {
  await using pair = await startPair()
  forwardTo(pair, (message) => {
    pair.traced.publish('billing.new', message.data, {
      ...(message.headers && { headers: message.headers }),
    })
  })

  await expect(forward(pair)).resolves.toBeUndefined()
})

test('what a stream publishes again has the context of the first message, and is in order', async () => {
  await using pair = await startPair()
  const { streams } = await jetstreamManager(pair.plain)
  const republish = { src: 'orders.>', dest: 'copies.>' }
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'], republish })
  const copied = await listen(pair, 'copies.new')

  const publish = assertPropagation(pair.traced, async () => {
    await jetstream(pair.traced).publish('orders.new', '')
    await copied()
  })

  await expect(publish).resolves.toBeUndefined()
})

test('a test in which nothing is sent fails', async () => {
  await using pair = await startPair()

  await expect(assertPropagation(pair.traced, () => {})).rejects.toThrow('no message was sent to >')
})

test('only the subjects that were asked for are looked at, without those to ignore', async () => {
  await using pair = await startPair()
  const options = { subjects: ['orders.>'], ignore: ['orders.legacy.*'] }
  const send = async (): Promise<void> => {
    pair.plain.publish('audit', '')
    pair.plain.publish('orders.legacy.new', '')
    await pair.plain.flush()
    pair.traced.publish('orders.new', '')
  }

  await expect(assertPropagation(pair.traced, send, options)).resolves.toBeUndefined()
})

test('it can look with a connection that is not traced', async () => {
  await using pair = await startPair()

  const publish = assertPropagation(pair.plain, () => pair.plain.publish('orders.new', ''))

  await expect(publish).rejects.toThrow('orders.new was sent without a context (missing)')
})

test('what the work throws is thrown, and nothing is looked at any more', async () => {
  await using pair = await startPair()
  const fail = () => {
    throw new Error('no stock')
  }

  await expect(assertPropagation(pair.traced, fail)).rejects.toThrow('no stock')
})

async function answering({ traced }: Pair): Promise<void> {
  traced.subscribe('orders.*', { callback: () => {} })
  traced.subscribe('price', { callback: (_, message) => void message.respond('42') })
  await traced.flush()
}

function forwardTo({ traced }: Pair, send: (message: Msg) => void): void {
  traced.subscribe('orders.new', { callback: (_, message) => send(message) })
}

function forward(pair: Pair): Promise<void> {
  return assertPropagation(pair.traced, async () => {
    pair.traced.publish('orders.new', '')
    await pair.telemetry.until((spans) => spans.some(({ name }) => name === 'process orders.new'))
    await pair.plain.flush()
  })
}
