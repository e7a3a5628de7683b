import { connect, type NatsConnection } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { startCluster, startNatsServer } from '@hopscope/nats-server'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'

test('a dry run shows who would get the message, and nobody gets it', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url, name: 'printer' })
  const subscription = await subscribe(connection, 'orders.*')

  const { exitCode, stdout, stderr } = await runInFake(['trace', 'orders.new', '-s', server.url])

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(withoutTimes(stdout)).toMatchInlineSnapshot(`
    "would be delivered to 1 subscriber
    1 server in 0 ms

    n1                   client hopscope trace
    └─ client printer    subscribed to orders.*

    egress: 1 client
    "
  `)
  await connection.flush()
  expect(subscription.getReceived()).toBe(0)
})

test('--deliver delivers the payload and headers once', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  const subscription = await subscribe(connection, 'orders.*')
  const headers = ['-H', 'tenant:acme', '-H', 'tenant: b']
  const args = ['trace', 'orders.new', 'hällo', '--deliver', ...headers, '-s', server.url]

  const { exitCode, stdout } = await runInFake(args)
  await connection.flush()
  await subscription.drain()
  const received = []
  for await (const msg of subscription) received.push(msg)

  expect(exitCode).toBe(0)
  expect(stdout).toContain('delivered to 1 subscriber')
  expect(received.map((msg) => msg.string())).toEqual(['hällo'])
  expect(received[0]?.headers?.values('tenant')).toEqual(['acme', 'b'])
})

test('a message that nobody would get is exit code 1', async () => {
  await using server = await startNatsServer()

  expect(await runInFake(['trace', 'orders.new', '-s', server.url])).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('nobody would get the message'),
    stderr: '',
  })
})

test('--json prints one document', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url, name: 'printer' })
  await subscribe(connection, 'orders.>')
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  const headers = ['-H', 'Authorization: s3cret']

  const { exitCode, stdout } = await runInFake([
    'trace',
    'orders.new',
    'hello',
    '--json',
    ...headers,
    '-s',
    server.url,
  ])

  expect(exitCode).toBe(0)
  expect(stdout).not.toContain('s3cret')
  expect(JSON.parse(stdout)).toEqual({
    subject: 'orders.new',
    dryRun: true,
    complete: true,
    traceId: expect.stringMatching(/^[\da-f]{32}$/),
    durationMs: expect.any(Number),
    verdict: {
      received: true,
      subscribers: 1,
      streams: ['ORDERS'],
      storage: [{ stream: 'ORDERS', server: 'n1', outcome: 'stored', examined: true }],
      silent: [],
      problems: [],
    },
    streams: [{ stream: 'ORDERS', server: 'n1', messages: 0, bytes: 0, consumers: [] }],
    servers: [
      {
        name: 'n1',
        from: null,
        hop: '',
        report: {
          id: expect.any(String),
          version: server.version,
          messageBytes: expect.any(Number),
          headers: expect.arrayContaining(['Authorization', 'traceparent']),
          headerValues: expect.objectContaining({
            Authorization: ['***'],
            traceparent: [expect.any(String)],
          }),
          ingress: {
            kind: 'client',
            name: 'hopscope trace',
            account: '$G',
            subject: 'orders.new',
            timeUnixNano: expect.stringMatching(/^\d{19}$/),
          },
          items: expect.arrayContaining([
            {
              type: 'storage',
              stream: 'ORDERS',
              subject: 'orders.new',
              outcome: 'stored',
              timeUnixNano: expect.any(String),
            },
            {
              type: 'egress',
              kind: 'client',
              cid: expect.any(Number),
              name: 'printer',
              subscription: 'orders.>',
              timeUnixNano: expect.any(String),
            },
          ]),
        },
      },
    ],
  })
})

test('in the document, each server says after which one it comes', async () => {
  await using cluster = await startCluster({ size: 2, jetstream: false })
  const [first, second] = [cluster.server('C1N1'), cluster.server('C1N2')]
  await using connection = await connect({ servers: second.url })
  await subscribe(connection, 'orders.new')
  const args = ['trace', 'orders.new', '--json', '-s', first.url]

  // The first server hears of the subscription a little later than the second.
  await expect
    .poll(async () => JSON.parse((await runInFake(args)).stdout), { timeout: 5000 })
    .toMatchObject({
      complete: true,
      verdict: { subscribers: 1 },
      servers: [
        { name: 'C1N1', from: null, hop: '' },
        { name: 'C1N2', from: 0, hop: '1' },
      ],
    })
})

test('a terminal of few columns is kept to', async () => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url, name: 'n'.repeat(100) })
  await subscribe(connection, 'orders.new')
  const args = ['trace', 'orders.new', '-s', server.url]

  const narrow = await runInFake(args, { width: 60 })
  const piped = await runInFake(args)

  expect(Math.max(...narrow.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60)
  expect(piped.stdout).toContain('n'.repeat(100))
})

test('a user who may not publish there is told', async () => {
  await using server = await startNatsServer({
    config: userWith('publish: { deny: "orders.>" }'),
  })

  expect(
    await runInFake(['trace', 'orders.new', '-s', server.url, '--user', 'u', '--password', 'p']),
  ).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: the server does not let this user publish to orders.new
hint: allow it, or trace as another user; --inbox-prefix says where it may have inboxes
`,
  })
})

test('an inbox prefix is used where the default one is not allowed', async () => {
  await using server = await startNatsServer({
    config: userWith('publish: [ "orders.>", "_MINE.>" ], subscribe: "_MINE.>"'),
  })
  const args = ['trace', 'orders.new', '-s', server.url, '--user', 'u', '--password', 'p']

  expect(await runInFake([...args, '--inbox-prefix', '_MINE'])).toMatchObject({
    stdout: expect.stringContaining('nobody would get the message'),
  })
  expect(await runInFake(args)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('--inbox-prefix'),
  })
})

test.each([
  ['orders new', 'subject "orders new" has a space or control character'],
  ['orders.*', 'subject "orders.*" has a wildcard'],
  ['orders.>', 'subject "orders.>" has a wildcard'],
  ['orders..new', 'subject "orders..new" has an empty part'],
  ['', 'subject "" has an empty part'],
  ['orders\u001b[2J', String.raw`subject "orders\u001b[2J" has a space or control character`],
])('subject %j is wrong usage', async (subject, message) => {
  expect(await runInFake(['trace', subject])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/^error: .*\nhint: .*\n$/),
  })
  expect((await runInFake(['trace', subject])).stderr).toContain(`error: ${message}\n`)
})

test.each([
  [['trace'], "error: missing required argument 'subject'\nhint: add --help"],
  [['trace', 'a', 'b', 'c'], 'error: too many arguments'],
  [['trace', 'a', 'b', 'c'], 'hint: put quotes around a text of several words\n'],
  [
    ['trace', 'a', '--delivre'],
    "error: unknown option '--delivre'\n(Did you mean --deliver?)\nhint: ",
  ],
  [['-s', '127.0.0.1', 'demo'], "error: unknown option '-s'"],
  [['trace', 'a', '-H', 'x'], 'error: a header has no colon'],
])('%j is wrong usage', async (args, message) => {
  const { exitCode, stdout, stderr } = await runInFake(args)

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('what was typed behind an option that is not known is not told', async () => {
  expect(await runInFake(['trace', 'orders.new', "--pasword=s3'cret\n="])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: "error: unknown option '--pasword'\nhint: add --help to see what can be typed\n",
  })
})

test('help tells what to type', async () => {
  const { exitCode, stdout, stderr } = await runInFake(['trace', '--help'])

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatchInlineSnapshot(`
    "Usage: hopscope trace <subject> [payload] [options]

    show the way of a message through the servers, without delivering it

    Arguments:
      subject                   subject to publish to
      payload                   text, @file, or - for stdin, default empty

    Message:
      --deliver                 deliver and store it, once, after a dry run
      -H, --header <key:value>  header of the message; can be repeated
      --size <bytes>            so many bytes in place of a payload
      --reply <subject>         where replies go; a dry run tells what servers reply
      --no-traceparent          do not add a traceparent to the headers
      --msg-trace <dest>        with --deliver: traced by the account's msg_trace

    Output:
      -T, --timestamp           show at what time each server had it
      --format <format>         how to print it, default text (choices: "text",
                                "json", "ndjson", "mermaid", "dot")
      --json                    print one JSON document, as --format json
      --ndjson                  print the servers' raw events, as --format ndjson
      --trace                   the same, as the nats CLI calls it
      --show-headers            do not mask header values in JSON and files
      --save <file>             keep the trace in a file
      --otlp <url>              send the hops to an OpenTelemetry backend
      --publish                 store the events at telemetry.hops

    Saved and repeated traces:
      --replay <file>           show a saved trace, without a server
      --diff <files...>         compare two saved traces, or one with now
      --count <number>          trace so often: who gets how many, how fast
      --watch [interval]        trace again and again, default every 2s

    Checks:
      --expect <what>           stream=S, subscribers>=2, servers=A,B,
                                max-latency=20ms or complete; can be repeated

    Options:
      -h, --help                print this help

    Connection, as for the nats CLI:
      -s, --server <urls>       URLs, default 127.0.0.1:4222 (env: NATS_URL)
      --context <name>          context, or a file of one (env: NATS_CONTEXT)
      --no-context              not even the context that is selected
      --user <name>             user; without password a token (env: NATS_USER)
      --password <password>     password (env: NATS_PASSWORD)
      --token <token>           token (env: NATS_TOKEN)
      --creds <file>            credentials (env: NATS_CREDS)
      --nkey <file>             seed of an nkey (env: NATS_NKEY)
      --jwt <jwt>               user's JWT (env: NATS_JWT)
      --seed <seed>             seed that signs for the JWT (env: NATS_SEED)
      --tlscert <file>          certificate of the client (env: NATS_CERT)
      --tlskey <file>           its key (env: NATS_KEY)
      --tlsca <file>            authority that signed the server (env: NATS_CA)
      --tlsfirst                begin with TLS, before the server greets
      --timeout <duration>      time to wait, default 5s (env: NATS_TIMEOUT)
      --js-domain <domain>      JetStream domain
      --js-api-prefix <prefix>  prefix of the JetStream API
      --inbox-prefix <prefix>   prefix of inboxes, default _INBOX

    Examples:
      hopscope trace orders.new                             who would get it, by which way
      hopscope trace orders.new @order.json -H tenant:acme  a payload of a file, a header
      hopscope trace orders.new hello --deliver --json      deliver it, print one document

    Exit code:
      0 if somebody gets the message, 1 if nobody does or a server is silent;
      with --expect, 0 if all is as expected; with --diff, 0 if nothing was added
      and nothing is gone; 2 for wrong usage, 130 after Ctrl-C
    "
  `)
})

/** Resolves when the server knows of the subscription. */
async function subscribe(connection: NatsConnection, subject: string) {
  const subscription = connection.subscribe(subject)
  await connection.flush()
  return subscription
}

function userWith(permissions: string): string {
  return `authorization { users: [ { user: u, password: p, permissions: { ${permissions} } } ] }`
}

function withoutTimes(text: string): string {
  return text
    .replace(/\+[\d.]+ [µm]s/g, '+0 ms')
    .replace(/ in [\d.]+ [µm]s/, ' in 0 ms')
    .replace(/[ \t]+$/gm, '')
}
