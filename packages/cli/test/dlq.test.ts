import { deadLetterHeaders } from '@hopscope/observe/headers'
import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, readSpans } from '@hopscope/telemetry'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers, type NatsConnection } from '@nats-io/transport-node'
import { expect, test, vi } from 'vitest'
import { startHubAndLeaf } from './hub-and-leaf.ts'
import { runInFake } from './run-in-fake.ts'

test('list shows dead letters from the oldest on', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['out of stock', 'no such\nitem'])

  expect(await orders.dlq('list')).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "2 dead letters of ORDERS_DLQ
    ",
      "stdout": "sequence  failed at                 deliveries  original subject  reason
           1  2026-11-21T04:28:04.491Z           4  orders.new        out of stock
           2  2026-11-21T04:28:04.491Z           4  orders.new        no such item
    ",
    }
  `)
})

test('list goes on where it ended', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first', 'second', 'third'])
  const { stderr } = await orders.dlq('list', '--limit', '2')
  const { stdout } = await orders.dlq('list', '--from', '3', '--json')

  expect(stderr).toBe('2 dead letters of ORDERS_DLQ\nhint: there are more, add --from 3\n')
  expect(JSON.parse(stdout)).toMatchObject({
    stream: 'ORDERS_DLQ',
    letters: [{ sequence: 3, reason: 'third' }],
  })
})

test('list --json prints what the headers say', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['out of stock'])
  const { exitCode, stdout, stderr } = await orders.dlq('list', '--json')

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    stream: 'ORDERS_DLQ',
    letters: [
      {
        sequence: 1,
        subject: 'orders-dlq.new',
        storedAt: expect.stringMatching(/^20.*Z$/),
        reason: 'out of stock',
        originalSubject: 'orders.new',
        originalStream: 'ORDERS',
        failedAt: '2026-11-21T04:28:04.491Z',
        deliveryCount: 4,
        traceId: TRACE_ID,
        spanId: 'b7ad6b7169203331',
        payloadBytes: 9,
      },
    ],
  })
})

test('a stream without dead letters is no failure', async () => {
  await using orders = await startOrders()

  expect(await orders.dlq('list')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'ORDERS_DLQ has no dead letters\n',
  })
})

test('a stream that is not there is told, with those it may have been', async () => {
  await using orders = await startOrders()

  expect(await runInFake(['dlq', 'list', '-s', orders.server.url])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: stream TELEMETRY_DLQ cannot be read: stream not found
hint: streams of that kind are ORDERS_DLQ
`,
  })
})

test('where no bridge had a dead letter yet, that is told', async () => {
  await using server = await startNatsServer()

  expect(await runInFake(['dlq', 'list', '-s', server.url])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: stream TELEMETRY_DLQ cannot be read: stream not found
hint: a bridge makes it with the first dead letter; --stream names another
`,
  })
})

test('show has all of a dead letter, with header values masked', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['out of stock'])
  const { exitCode, stdout, stderr } = await orders.dlq('show', '1')

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.replace(/(?<=stored at +)\S+/, 'NOW')).toMatchInlineSnapshot(`
    "dead letter 1 of ORDERS_DLQ
    reason                out of stock
    original subject      orders.new
    original stream       ORDERS
    failed at             2026-11-21T04:28:04.491Z
    deliveries            4
    stored at             NOW
    subject               orders-dlq.new
    trace                 0af7651916cd43dd8448eb211c80319c, sent by span b7ad6b7169203331
    header authorization  ***
    header traceparent    00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
    payload               9 B

    {"id": 1}
    "
  `)
})

test('show --json has the payload, and the header values that are asked for', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['out of stock'])
  const masked = await orders.dlq('show', '1', '--json')
  const shown = await orders.dlq('show', '1', '--json', '--show-headers')

  expect(JSON.parse(masked.stdout).letters).toMatchObject([
    { payload: '{"id": 1}', headers: { authorization: ['***'] } },
  ])
  expect(JSON.parse(shown.stdout).letters).toMatchObject([
    { headers: { authorization: ['s3cret'] } },
  ])
})

test('a payload that is no text is printed as base64', async () => {
  await using orders = await startOrders()
  await orders.addLetter({ reason: 'r', payload: Uint8Array.of(0, 255) })
  const { stdout } = await orders.dlq('show', '1', '--json')

  expect(JSON.parse(stdout).letters).toMatchObject([{ payloadBase64: 'AP8=' }])
  expect((await orders.dlq('show', '1')).stdout).toContain('no text; --json prints it as base64')
})

test('nothing in a dead letter steers the terminal', async () => {
  await using orders = await startOrders()
  await orders.addLetter({ reason: 'r', payload: '{\n  "a": "\u009b2J\u202e"\n}' })
  const { stdout } = await orders.dlq('show', '1')

  expect(stdout).toContain('{\n  "a": "\ufffd2J\ufffd"\n}\n')
})

test('a sequence that is no dead letter is told', async () => {
  await using orders = await startOrders()

  expect(await orders.dlq('show', '7')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: ORDERS_DLQ has no dead letter with sequence 7
hint: hopscope dlq list shows which there are
`,
  })
})

test('replay without --yes tells where they would go, and sends nothing', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first', 'second'])

  expect(await orders.dlq('replay', '--all')).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "nothing was sent: this is what would be, of 2 dead letters
    hint: add --yes to replay
    ",
      "stdout": "sequence  to          would be
           1  orders.new  stored in ORDERS
           2  orders.new  stored in ORDERS
    ",
    }
  `)
  expect(await orders.stored('ORDERS')).toBe(0)
})

test('replay --yes sends the originals again, and tells where they are', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first', 'second', 'third'])

  expect(await orders.dlq('replay', '1', '3', '--yes')).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "replayed 2 dead letters
    ",
      "stdout": "sequence  to          was
           1  orders.new  stored in ORDERS as 1
           3  orders.new  stored in ORDERS as 2
    ",
    }
  `)
  expect(await orders.stored('ORDERS')).toBe(2)
  expect(await orders.stored('ORDERS_DLQ')).toBe(3)
})

test('what is replayed is the original, without what made it a dead letter', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first'])
  await orders.dlq('replay', '1', '--yes')
  const original = await orders.streams.getMessage('ORDERS', { seq: 1 })

  expect(original?.string()).toBe('{"id": 1}')
  expect(original?.header?.keys()).toEqual(['authorization', 'Nats-Msg-Id'])
})

test('replay --remove drops what was stored, and a second replay is a duplicate', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first', 'second'])
  await orders.dlq('replay', '1', '--yes')
  const { stdout } = await orders.dlq('replay', '1-2', '--remove', '--yes', '--json')

  expect(JSON.parse(stdout)).toEqual({
    stream: 'ORDERS_DLQ',
    dryRun: false,
    letters: [
      {
        sequence: 1,
        subject: 'orders.new',
        stream: 'ORDERS',
        storedSequence: 1,
        duplicate: true,
        removed: true,
      },
      {
        sequence: 2,
        subject: 'orders.new',
        stream: 'ORDERS',
        storedSequence: 2,
        duplicate: false,
        removed: true,
      },
    ],
  })
  expect(await orders.stored('ORDERS_DLQ')).toBe(0)
})

test('nothing is sent when one of them cannot go', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first'])
  await orders.addLetter({ reason: 'second', subject: 'nowhere' })
  await orders.addLetter({ reason: 'third', subject: 'orders-dlq.new' })

  expect(await orders.dlq('replay', '--all', '--yes')).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": "nothing was sent: 2 dead letters of 3 cannot go
    hint: name the sequences of the others, or give a subject with --to
    ",
      "stdout": "sequence  to              would be
           1  orders.new      stored in ORDERS
           2  nowhere         refused: no stream stores that subject
           3  orders-dlq.new  refused: it would go to ORDERS_DLQ again
    ",
    }
  `)
  expect(await orders.stored('ORDERS')).toBe(0)
})

test('a subject that is given takes the place of the original one', async () => {
  await using orders = await startOrders()
  await orders.addLetter({ reason: 'r', subject: 'nowhere' })
  const { exitCode } = await orders.dlq('replay', '1', '--to', 'orders.again', '--yes')
  const replayed = await orders.streams.getMessage('ORDERS', { last_by_subj: 'orders.again' })

  expect(exitCode).toBe(0)
  expect(replayed?.subject).toBe('orders.again')
})

test('where telemetry is stored, a replay is a span that is linked to the original', async () => {
  await using orders = await startOrders()
  await ensureTelemetryStream(orders.connection)
  await orders.addLetters(['first'])
  await orders.dlq('replay', '1', '--yes')
  const replayed = await orders.streams.getMessage('ORDERS', { seq: 1 })
  const [span] = await spansOf(orders.connection)

  expect(span).toMatchObject({ kind: 'producer', links: [{ traceId: TRACE_ID }] })
  expect(replayed?.header?.get('traceparent')).toContain(`-${span?.traceId}-${span?.spanId}-`)
})

test('purge asks for --yes', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first', 'second'])

  expect(await orders.dlq('purge', '--all')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: this would remove 2 dead letters from ORDERS_DLQ for good
hint: look at them with hopscope dlq list, and add --yes to remove them
`,
  })
  expect(await orders.stored('ORDERS_DLQ')).toBe(2)
})

test('purge --yes drops those that were named', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first', 'second', 'third'])

  expect(await orders.dlq('purge', '1-2', '--yes', '--json')).toEqual({
    exitCode: 0,
    stdout: `${JSON.stringify({ stream: 'ORDERS_DLQ', removed: [1, 2], failed: [] }, null, 2)}\n`,
    stderr: 'removed 2 dead letters from ORDERS_DLQ\n',
  })
  expect(await orders.stored('ORDERS_DLQ')).toBe(1)
})

test('purge --all leaves what is no dead letter', async () => {
  await using orders = await startOrders()
  await orders.addLetters(['first'])
  await jetstream(orders.connection).publish('orders-dlq.other', 'an order')
  const { exitCode } = await orders.dlq('purge', '--all', '--yes')

  expect(exitCode).toBe(0)
  expect(await orders.stored('ORDERS_DLQ')).toBe(1)
})

test.each([
  [['show', 'x'], '"x" is no sequence'],
  [['show', '0'], '"0" is no sequence'],
  [['replay', '9-3'], '"9-3" is no sequence'],
  [['replay'], 'it is not said which dead letters'],
  [['purge', '1', '--all'], '--all and sequences exclude each other'],
  [['list', '--stream', 'a.b'], '"a.b" is no name of a stream'],
])('%j is wrong usage', async (args, message) => {
  const { exitCode, stderr } = await runInFake(['dlq', ...args, '-s', '127.0.0.1:1'])

  expect(exitCode).toBe(2)
  expect(stderr).toContain(`error: ${message}\n`)
})

test.each([
  ['--js-domain', 'hub'],
  ['--js-api-prefix', '$JS.hub.API'],
])('dead letters of a domain are listed, shown, replayed and purged with %s', async (...access) => {
  await using servers = await startHubAndLeaf()
  await using connection = await connect({ servers: servers.hub.url })
  const { streams } = await addOrders(connection)
  for (const reason of ['first', 'second', 'third']) await addDeadLetter(connection, { reason })
  const dlq = (...args: readonly string[]) =>
    runInFake(['dlq', ...args, '--stream', 'ORDERS_DLQ', '-s', servers.leaf.url, ...access])
  await vi.waitFor(async () => expect(await dlq('list')).toMatchObject({ exitCode: 0 }), WAIT)

  const listed = await dlq('list', '--json')
  const shown = await dlq('show', '2')
  const replayed = await dlq('replay', '1-2', '--remove', '--yes', '--json')
  const purged = await dlq('purge', '3', '--yes')

  expect(JSON.parse(listed.stdout).letters).toHaveLength(3)
  expect(shown.stdout).toMatch(/^dead letter 2 of ORDERS_DLQ\nreason +second\n/)
  expect(JSON.parse(replayed.stdout).letters).toMatchObject([
    { sequence: 1, stream: 'ORDERS', storedSequence: 1, removed: true },
    { sequence: 2, stream: 'ORDERS', storedSequence: 2, removed: true },
  ])
  expect(purged).toMatchObject({ exitCode: 0, stderr: 'removed 1 dead letter from ORDERS_DLQ\n' })
  expect((await streams.info('ORDERS')).state.messages).toBe(2)
  expect((await streams.info('ORDERS_DLQ')).state.messages).toBe(0)
})

test('a domain that has no such stream is told', async () => {
  await using servers = await startHubAndLeaf()
  const args = ['dlq', 'list', '--js-domain', 'edge', '-s', servers.leaf.url]

  expect(await runInFake(args)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(
      /^error: stream TELEMETRY_DLQ cannot be read: stream not found\n/,
    ),
  })
})

test('dlq alone is wrong usage, and prints its help', async () => {
  const { exitCode, stderr } = await runInFake(['dlq'])

  expect(exitCode).toBe(2)
  expect(stderr).toContain('Usage: hopscope dlq [options] [command]')
})

const WAIT = { timeout: 15_000, interval: 20 }

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'

interface Letter {
  readonly reason: string
  readonly subject?: string
  readonly payload?: string | Uint8Array
}

/** A server with a stream of orders, and one of orders that failed. */
async function startOrders() {
  const server: NatsServer = await startNatsServer()
  const connection = await connect({ servers: server.url })
  const { streams } = await addOrders(connection)
  const addLetter = (letter: Letter) => addDeadLetter(connection, letter)
  return {
    server,
    connection,
    streams,
    addLetter,
    addLetters: async (reasons: readonly string[]) => {
      for (const reason of reasons) await addLetter({ reason })
    },
    stored: async (stream: string) => (await streams.info(stream)).state.messages,
    dlq: (command: string, ...args: readonly string[]) =>
      runInFake(['dlq', command, ...args, '--stream', 'ORDERS_DLQ', '-s', server.url]),
    async [Symbol.asyncDispose]() {
      await connection.close()
      await server.stop()
    },
  }
}

async function addOrders(connection: NatsConnection) {
  const { streams } = await jetstreamManager(connection)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await streams.add({ name: 'ORDERS_DLQ', subjects: ['orders-dlq.>'] })
  return { streams }
}

async function addDeadLetter(
  connection: NatsConnection,
  { reason, subject = 'orders.new', payload = '{"id": 1}' }: Letter,
): Promise<void> {
  const all = headers()
  all.set('authorization', 's3cret')
  all.set('traceparent', `00-${TRACE_ID}-b7ad6b7169203331-01`)
  const failedAt = new Date('2026-11-21T04:28:04.491Z')
  const info = { reason, subject, stream: 'ORDERS', failedAt, deliveryCount: 4 }
  for (const [name, value] of deadLetterHeaders(info)) all.set(name, value)
  await jetstream(connection).publish('orders-dlq.new', payload, { headers: all })
}

async function spansOf(connection: NatsConnection) {
  for await (const { resourceSpans } of readSpans(connection)) {
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
  }
  return []
}
