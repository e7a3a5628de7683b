import { startNatsServer } from '@hopscope/nats-server'
import { connect } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'

// All that `nats trace` takes, of its own and of the nats CLI, in the order of their help.
test.each([
  [['--deliver']],
  [['-T']],
  [['--timestamp']],
  [['-H', 'tenant:acme']],
  [['-Htenant:acme']],
  [['--header', 'tenant:acme']],
  [['--header=tenant:acme']],
  [['--user', 'u', '--password', 'p']],
  [['--tlscert', 'a certificate without its key counts for nothing']],
  [['--no-tlsfirst']],
  [['--timeout', '5s']],
  [['--js-api-prefix', '$JS.API']],
  [['--js-domain', 'hub']],
  [['--domain', 'hub']],
  [['--inbox-prefix', '_MINE']],
  [['--trace']],
  [['--no-context']],
])('%j of the nats CLI does here what it does there', async (flags) => {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  connection.subscribe('orders.new')
  await connection.flush()

  expect(await runInFake(['trace', 'orders.new', '-s', server.url, ...flags])).toMatchObject({
    exitCode: 0,
    stderr: '',
  })
})

test.each([
  [['-s', '127.0.0.1:1'], /^nothing listens at nats:\/\/127.0.0.1:1$/],
  [['--server', 'nats://127.0.0.1:1'], /^nothing listens at nats:\/\/127.0.0.1:1$/],
  [['--creds', '/nowhere'], /^cannot read the credentials: /],
  [['--nkey', '/nowhere'], /^cannot read the nkey: /],
  [['--tlsca', '/nowhere'], /^cannot read the authority: /],
  [['--tlscert', '/nowhere', '--tlskey', '/nowhere'], /^cannot read the certificate: /],
  [['--tlsfirst'], /does not begin with TLS$/],
  [['--context', 'nowhere'], /^there is no context "nowhere"$/],
])('%j of the nats CLI is followed', async (flags, complaint) => {
  await using server = await startNatsServer()
  const { exitCode, stdout, stderr } = await runInFake(['trace', 'orders.new', ...flags], {
    env: { NATS_URL: server.url },
  })
  const [error] = stderr.split('\n')

  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(error?.replace('error: ', '')).toMatch(complaint)
})

test.each([
  [['--certstore', 'user'], '--tlscert and --tlskey'],
  [['--certstore-match', 'me'], '--tlscert and --tlskey'],
  [['--certstore-match-by', 'subject'], '--tlscert and --tlskey'],
  [['--certstore-ca-match', 'me'], '--tlsca'],
  [['--color', 'blue'], 'NO_COLOR'],
  [['--colors', 'blue'], 'NO_COLOR'],
  [['--connection-name', 'me'], 'leave it out'],
  [['--js-event-prefix', 'x'], 'leave it out'],
  [['--socks-proxy', 'socks5://s3cret@host'], 'ssh -L'],
])('%j of the nats CLI is answered with what to do', async (option, hint) => {
  expect(await runInFake(['trace', 'orders.new', ...option])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(`^error: ${option[0]} of the nats CLI is not known here\nhint: .*${hint}.*\n$`),
    ),
  })
})

test('the options of a connection may come before the command', async () => {
  await using server = await startNatsServer()
  const before = ['--timeout=5s', '--server', server.url, '--no-context']

  expect(await runInFake([...before, 'trace', 'orders.new'])).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('nobody would get the message'),
    stderr: '',
  })
})
