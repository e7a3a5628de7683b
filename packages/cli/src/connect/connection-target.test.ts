import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Authenticator } from '@nats-io/nats-core'
import { nkeys } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectionFlags } from './connection-flags.ts'
import { connectionTarget, type ConnectionTarget } from './connection-target.ts'
import type { Env } from './env.ts'

const SEED = new TextDecoder().decode(nkeys.createUser().getSeed())

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hopscope-target-'))
  await mkdir(join(folder, 'nats/context'), { recursive: true })
  await writeFile(join(folder, 'user.nk'), `${SEED}\n`)
  await writeFile(join(folder, 'broken.creds'), 's3cret')
  await writeFile(join(folder, 'ca.pem'), 'authority')
})
afterAll(() => rm(folder, { recursive: true }))

test('without a word about it, the server is the one on this machine', async () => {
  expect(await target({})).toEqual({
    options: { servers: ['127.0.0.1:4222'] },
    urls: ['nats://127.0.0.1:4222'],
    hasLogin: false,
    timeoutMs: 5000,
    jetstream: {},
  })
})

test.each([
  [{}, {}, 'context:4222'],
  [{}, { NATS_URL: 'variable' }, 'variable:4222'],
  [{ server: 'flag' }, { NATS_URL: 'variable' }, 'flag:4222'],
])('%o beats %o, which beats the context', async (flags, env, address) => {
  await context('url', { url: 'context' })
  const { options } = await target({ ...flags, context: 'url' }, env)

  expect(options.servers).toEqual([address])
})

test('each field is found by itself', async () => {
  await context('fields', { url: 'context', jetstream_domain: 'hub', inbox_prefix: '_IN' })
  const found = await target({ context: 'fields', inboxPrefix: '_MINE' }, { NATS_TIMEOUT: '1m' })

  expect(found).toMatchObject({
    contextName: 'fields',
    timeoutMs: 60_000,
    jetstream: { domain: 'hub' },
    options: { servers: ['context:4222'], inboxPrefix: '_MINE' },
  })
})

test.each([
  [{}, { domain: 'hub' }],
  [{ jsDomain: 'edge' }, { domain: 'edge' }],
  [{ jsApiPrefix: 'JS.API.' }, { apiPrefix: 'JS.API' }],
])('of JetStream, %o takes the place of all that the context says', async (flags, jetstream) => {
  await context('both', { jetstream_domain: 'hub', jetstream_api_prefix: 'HUB.API' })

  expect(await target({ ...flags, context: 'both' })).toMatchObject({ jetstream })
})

test.each([
  [{ jsDomain: 'a', jsApiPrefix: 'b' }, '--js-domain and --js-api-prefix exclude each other'],
  [{ jsDomain: 'a.b' }, 'the JetStream domain must be a name, got "a.b"'],
  [{ jsApiPrefix: 'a.>' }, 'the prefix of the JetStream API must begin a subject, got "a.>"'],
  [{ jsApiPrefix: '.a' }, 'the prefix of the JetStream API must begin a subject, got ".a"'],
])('%o is refused before anything is sent', async (flags, message) => {
  await expect(target(flags)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID', message })
})

test('a context is named by a variable too, and --no-context beats it', async () => {
  await context('named', { url: 'context' })
  const env = { NATS_CONTEXT: 'named' }

  expect(await target({}, env)).toMatchObject({ contextName: 'named' })
  expect(await target({ context: false }, env)).not.toHaveProperty('contextName')
})

test.each([
  [
    { user: 'u', password: 'p' },
    { user: 'u', pass: 'p' },
  ],
  [{ user: 'u' }, { auth_token: 'u' }],
  [{ token: 't' }, { auth_token: 't' }],
  [
    { user: 'u', password: 'p', token: 't' },
    { user: 'u', pass: 'p', auth_token: 't' },
  ],
  [
    { user: 'u', password: 'env://PW' },
    { user: 'u', pass: 'from a variable' },
  ],
  [{ server: 'nats://u:p@a' }, { user: 'u', pass: 'p' }],
  [{ server: 'nats://t@a' }, { auth_token: 't' }],
  [
    { server: 'nats://u:p@a', user: 'v', password: 'q' },
    { user: 'u', pass: 'p' },
  ],
])('%o logs in with %o', async (flags, sent) => {
  expect(logins(await target(flags, { PW: 'from a variable' }))).toEqual(sent)
})

test('a user of the context needs no password', async () => {
  await context('user', { user: 'u' })

  expect(logins(await target({ context: 'user' }))).toEqual({ user: 'u', pass: '' })
})

test('a user comes before an nkey, and an nkey before a JWT', async () => {
  const nkey = '~/user.nk'

  expect(logins(await target({ nkey, jwt: 'j', user: 'u', password: 'p' }))).toEqual({
    user: 'u',
    pass: 'p',
  })
  expect(logins(await target({ nkey, jwt: 'j' }))).toMatchObject({
    nkey: expect.stringMatching(/^U/),
    sig: expect.any(String),
  })
  expect(logins(await target({ jwt: 'j', seed: SEED }))).toMatchObject({ jwt: 'j' })
})

test('a login never shows in the URLs for people', async () => {
  expect((await target({ server: 'nats://u:s3cret@a' })).urls).toEqual(['nats://a:4222'])
})

test('files for TLS are read, and tls:// and --tlsfirst ask for it', async () => {
  expect((await target({ tlsca: '~/ca.pem' })).options.tls).toEqual({ ca: 'authority' })
  expect((await target({ server: 'tls://a' })).options.tls).toEqual({})
  expect((await target({ tlsfirst: true })).options.tls).toEqual({ handshakeFirst: true })
})

test.each([
  [{ server: '::::' }, 'ARGUMENT_INVALID', '"::::" is no URL of a server'],
  [{ timeout: '5' }, 'ARGUMENT_INVALID', 'the timeout must be 1ms to 24 days, got "5"'],
  [{ timeout: '-1s' }, 'ARGUMENT_INVALID', 'the timeout must be 1ms to 24 days, got "-1s"'],
  [{ timeout: '9999h' }, 'ARGUMENT_INVALID', 'the timeout must be 1ms to 24 days, got "9999h"'],
  [
    { creds: '/nonexistent/c' },
    'CREDENTIALS_INVALID',
    /credentials: \/nonexistent\/c does not exist/,
  ],
  [
    { creds: '~/broken.creds' },
    'CREDENTIALS_INVALID',
    /^the credentials, nkey or seed are malformed$/,
  ],
  [
    { nkey: '~/broken.creds' },
    'CREDENTIALS_INVALID',
    /^the credentials, nkey or seed are malformed$/,
  ],
  [
    { tlsca: '/nonexistent/ca' },
    'CREDENTIALS_INVALID',
    /the authority: \/nonexistent\/ca does not exist/,
  ],
])('%o is %s', async (flags, code, message) => {
  const error: unknown = await target(flags).catch((error: unknown) => error)

  expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
})

test('a malformed URL of a context is the fault of the context', async () => {
  await context('url', { url: 'nats://u:s3cret@a:x' })

  await expect(target({ context: 'url' })).rejects.toMatchObject({
    code: 'CONTEXT_INVALID',
    message: '"nats://***@a:x" is no URL of a server',
  })
})

test('a SOCKS proxy is refused rather than ignored', async () => {
  await context('proxy', { socks_proxy: 'socks5://p' })

  await expect(target({ context: 'proxy' })).rejects.toMatchObject({ code: 'CONTEXT_INVALID' })
  await expect(target({}, { NATS_SOCKS_PROXY: 'p' })).rejects.toMatchObject({
    code: 'ARGUMENT_INVALID',
  })
})

test('a context that is left to nsc takes servers and credentials from there', async () => {
  const profile = { user_creds: '/nonexistent/c', operator: { service: ['nats://nsc:1', 'b'] } }
  await writeFile(join(folder, 'nsc'), `#!/bin/sh\necho '${JSON.stringify(profile)}'\n`, {
    mode: 0o755,
  })
  await context('nsc', { nsc: 'nsc://o/a/u' })
  const env = { PATH: `${folder}:${process.env['PATH']}` }

  await expect(target({ context: 'nsc' }, env)).rejects.toThrow('/nonexistent/c does not exist')
  expect((await target({ context: 'nsc', user: 'u', password: 'p' }, env)).options.servers).toEqual(
    ['nsc:1', 'b:4222'],
  )
})

function target(flags: ConnectionFlags, env: Env = {}): Promise<ConnectionTarget> {
  return connectionTarget(flags, { XDG_CONFIG_HOME: folder, HOME: folder, ...env })
}

async function context(name: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(join(folder, `nats/context/${name}.json`), JSON.stringify(fields))
}

function logins({ options: { authenticator } }: ConnectionTarget): unknown {
  const all: readonly Authenticator[] = [authenticator ?? []].flat()
  return Object.assign({}, ...all.map((authenticate) => authenticate('nonce')))
}
