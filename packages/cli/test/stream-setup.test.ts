import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, credsAuthenticator, headers } from '@nats-io/transport-node'
import { expect, test, vi } from 'vitest'
import { configSetup } from '../src/stream/config-setup.ts'
import { nscSetup } from '../src/stream/nsc-setup.ts'
import { nscWorld } from './nsc-world.ts'
import { operatorMode } from './operator-mode.ts'
import { runInFake } from './run-in-fake.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { writeFile } from 'node:fs/promises'

test('setup tells that msg_trace is off, and prints how to have it', async () => {
  await using server = await startNatsServer()

  expect(await setup(server)).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "server n1 does not trace messages of this account: msg_trace is off
    hint: set up the account as below, and try again
    hint: users of no account are in $G, which servers do not trace: put them into an account such as APP
    ",
      "stdout": "# For the configuration of every server: add this to what each account has, then reload it
    # (nats-server --signal reload); connections stay.
    accounts {
      APP {
        jetstream: enabled
        # Servers tell of each message with a sampled traceparent here, and the stream stores it.
        msg_trace { dest: "telemetry.hops", sampling: 100 }
      }
    }

    # A user with publish permissions needs "telemetry.hops" among them before msg_trace is on: servers
    # DROP messages with a sampled traceparent of a user who may not publish there. Services that record
    # telemetry publish to "telemetry.spans.>", "telemetry.logs.>" and "telemetry.metrics.>" too:
    #   permissions { publish { allow: ["orders.>", "telemetry.>"] } }
    # The same holds for leaf node links. Who may read "telemetry.>" sees the headers of all messages.
    ",
    }
  `)
})

test('what setup prints for a file turns msg_trace on', async () => {
  await using server = await startNatsServer({
    config: withUsers(configSetup({ accounts: ['APP'] })),
  })
  const { exitCode, stderr } = await setup(server, '--user', 'APP', '--password', 'p')

  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'server n1 traces messages of this account, hops come at telemetry.hops\n',
  })
})

test('what setup prints for a central account stores hops and spans of all accounts there', async () => {
  const text = configSetup({ accounts: ['SALES', 'SHIPPING'], central: 'OBS' })
  await using server = await startNatsServer({ config: withUsers(text) })
  await using obs = await connect({ servers: server.url, user: 'OBS', pass: 'p' })
  await using sales = await connect({ servers: server.url, user: 'SALES', pass: 'p' })
  await using shipping = await connect({ servers: server.url, user: 'SHIPPING', pass: 'p' })
  await ensureTelemetryStream(obs)
  sales.publish('orders.new', '', { headers: sampled() })
  shipping.publish('parcels.new', '', { headers: sampled() })
  const ack = await jetstream(sales).publish('telemetry.spans.checkout.batch', 'spans')
  const { streams } = await jetstreamManager(obs)

  expect(ack).toMatchObject({ stream: 'TELEMETRY' })
  await vi.waitFor(async () => {
    const { state } = await streams.info('TELEMETRY', { subjects_filter: 'telemetry.>' })
    expect(state.subjects).toEqual({
      'telemetry.hops.SALES': 1,
      'telemetry.hops.SHIPPING': 1,
      'telemetry.spans.checkout.batch': 1,
    })
  })
})

test('an account that stores nothing itself is probed as well', async () => {
  const text = configSetup({ accounts: ['SALES'], central: 'OBS' })
  await using server = await startNatsServer({ config: withUsers(text) })
  const { exitCode, stderr } = await setup(server, '--user', 'SALES', '--password', 'p')

  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'server n1 traces messages of this account, hops come at telemetry.hops\n',
  })
})

test('an account that stores nothing itself is told when messages of its user are dropped', async () => {
  const text = configSetup({ accounts: ['SALES'], central: 'OBS' })
  const permissions = 'permissions: { publish: { deny: ["telemetry.hops"] } }'
  await using server = await startNatsServer({ config: withUsers(text, permissions) })
  const { exitCode, stderr } = await setup(server, '--user', 'SALES', '--password', 'p')

  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^server n1 DROPS messages of this user that have a sampled traceparent/)
})

test('an account that stores nothing itself is known to be traced when sampling leaves the probe out', async () => {
  const text = configSetup({ accounts: ['SALES'], central: 'OBS' })
  const config = withUsers(text).replace('sampling: 100', 'sampling: 1')
  await using server = await startNatsServer({ config })
  const { stderr } = await setup(server, '--user', 'SALES', '--password', 'p')

  expect(stderr).toMatch(/^server n1 traces messages of this account/)
})

test('an account that stores nothing itself, and whose hops do not come, is not known', async () => {
  const text = configSetup({ accounts: ['SALES'], central: 'OBS' })
  const config = withUsers(text).replace(/msg_trace.*/, '')
  await using server = await startNatsServer({ config })
  const { exitCode, stderr } = await setup(server, '--user', 'SALES', '--password', 'p')

  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: `whether server n1 traces messages of this account is unknown: no hop came at telemetry.hops, and no stream can be made to probe with: JetStream not enabled for account
hint: connect as a user of this account who may make streams in it, or read telemetry.hops
`,
  })
})

test('a user whose messages are dropped is told', async () => {
  const permissions = 'permissions: { publish: { deny: ["telemetry.hops"] } }'
  const config = withUsers(configSetup({ accounts: ['APP'] }), permissions)
  await using server = await startNatsServer({ config })
  const { exitCode, stderr } = await setup(server, '--user', 'APP', '--password', 'p')

  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^server n1 DROPS messages of this user that have a sampled traceparent/)
})

test('hops that come elsewhere are not taken for none', async () => {
  const text = configSetup({ accounts: ['APP'] }).replace('"telemetry.hops"', '"my.hops"')
  await using server = await startNatsServer({ config: withUsers(text) })
  const { stderr } = await setup(server, '--user', 'APP', '--password', 'p')

  expect(stderr).toMatch(
    /^server n1 traces messages of this account, but no hop came at telemetry\.hops\n/,
  )
})

test('where no stream can be made it is not known, and what is to be done is printed all the same', async () => {
  await using server = await startNatsServer({ jetstream: false })
  const { exitCode, stdout, stderr } = await setup(server, '--json')

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    account: '$G',
    msgTrace: { state: 'unknown', server: 'n1' },
    as: 'config',
    accounts: ['APP'],
    setup: configSetup({ accounts: ['APP'] }),
  })
})

test('in operator mode it is commands for nsc', async () => {
  const { creds, config } = operatorMode()
  await using folder = await temporaryFolder()
  await writeFile(folder.file('user.creds'), creds)
  await using server = await startNatsServer({ jetstream: false, config })
  const { stdout } = await setup(server, '--creds', folder.file('user.creds'))

  expect(stdout).toBe(nscSetup({ accounts: ['APP'] }))
})

test('the commands for nsc share hops and spans with the central account', () => {
  expect(nscSetup({ accounts: ['SALES'], central: 'OBS' })).toMatchInlineSnapshot(`
    "# First, for users that have publish permissions: servers DROP messages with a sampled traceparent
    # of a user who may not publish to telemetry.hops. Users without any may publish it, and need nothing.
    #   nsc edit user --account SALES --name checkout --allow-pub 'telemetry.>'
    nsc add export --account OBS --service --name spans --subject 'telemetry.spans.>'
    nsc add export --account OBS --service --name logs --subject 'telemetry.logs.>'
    nsc add export --account OBS --service --name metrics --subject 'telemetry.metrics.>'
    nsc edit account --name SALES --trace-context-subject telemetry.hops --trace-context-sampling 100
    nsc add export --account SALES --name hops --subject telemetry.hops
    nsc add import --account OBS --src-account "$(nsc describe account --name SALES --field sub | tr -d '"')" --name hops-SALES --remote-subject telemetry.hops --local-subject telemetry.hops.SALES
    nsc add import --account SALES --src-account "$(nsc describe account --name OBS --field sub | tr -d '"')" --service --name spans --remote-subject 'telemetry.spans.>' --local-subject 'telemetry.spans.>'
    nsc add import --account SALES --src-account "$(nsc describe account --name OBS --field sub | tr -d '"')" --service --name logs --remote-subject 'telemetry.logs.>' --local-subject 'telemetry.logs.>'
    nsc add import --account SALES --src-account "$(nsc describe account --name OBS --field sub | tr -d '"')" --service --name metrics --remote-subject 'telemetry.metrics.>' --local-subject 'telemetry.metrics.>'
    nsc push --all
    # The stream TELEMETRY is made in the central account, and in no other: hopscope stream ensure
    "
  `)
})

test('what the commands for nsc set has hops and spans of all accounts stored in the central one', async () => {
  const names = ['SALES', 'SHIPPING', 'OBS']
  const commands = nscSetup({ accounts: ['SALES', 'SHIPPING'], central: 'OBS' })
  const { config, credsOf } = nscWorld(names, commands)
  await using server = await startNatsServer({ config })
  const as = (account: string) =>
    connect({
      servers: server.url,
      authenticator: credsAuthenticator(new TextEncoder().encode(credsOf(account))),
    })
  await using obs = await as('OBS')
  await using sales = await as('SALES')
  await using shipping = await as('SHIPPING')
  await ensureTelemetryStream(obs)
  sales.publish('orders.new', '', { headers: sampled() })
  shipping.publish('parcels.new', '', { headers: sampled() })
  const ack = await jetstream(sales).publish('telemetry.spans.checkout.batch', 'spans')
  const { streams } = await jetstreamManager(obs)

  expect(ack).toMatchObject({ stream: 'TELEMETRY' })
  await vi.waitFor(async () => {
    const { state } = await streams.info('TELEMETRY', { subjects_filter: 'telemetry.>' })
    expect(state.subjects).toEqual({
      'telemetry.hops.SALES': 1,
      'telemetry.hops.SHIPPING': 1,
      'telemetry.spans.checkout.batch': 1,
    })
  })
})

test('a probe leaves no stream behind', async () => {
  await using server = await startNatsServer()
  await setup(server)
  await using connection = await connect({ servers: server.url })
  const { streams } = await jetstreamManager(connection)

  expect(await streams.names().next()).toEqual([])
})

test('an account that is no name is wrong usage', async () => {
  expect(await runInFake(['stream', 'setup', '--accounts', 'A B', '-s', '127.0.0.1:1'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: "A B" is no name of an account
hint: name accounts by letters, digits, - and _, as in --accounts SALES,SHIPPING
`,
  })
})

function setup(server: NatsServer, ...args: readonly string[]) {
  return runInFake(['stream', 'setup', ...args, '-s', server.url])
}

/** Gives each account a user of its name; its password is `p`. */
function withUsers(config: string, permissions = ''): string {
  return config.replaceAll(
    /^ {2}(\w+) \{$/gm,
    `$&\n    users [ { user: $1, password: p, ${permissions} } ]`,
  )
}

function sampled() {
  const sampled = headers()
  sampled.set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
  return sampled
}
