import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NatsServerError, type ResolveOptions, resolveNatsServer } from '../src/index.ts'

// No server of this version is on any machine: what is found is what a test has put there.
const NEW = '99.1.0'
const OLD = '2.10.27'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'resolve-test-'))
})
afterAll(() => rm(root, { recursive: true }))

test('takes a server from PATH', async () => {
  const path = await fakeServer(NEW)

  expect(await resolveNatsServer(options({ env: env(path) }))).toEqual({
    path,
    version: NEW,
    source: 'path',
  })
})

test('passes over a server on PATH that is too old', async () => {
  const old = await fakeServer(OLD)
  const path = await fakeServer(NEW)

  expect(await resolveNatsServer(options({ env: env(old, path) }))).toMatchObject({ path })
})

test('lists the servers on PATH that are too old when it finds no other', async () => {
  const old = await fakeServer(OLD)
  const error = await failure(options({ env: env(old), downloads: [] }))

  expect(error.code).toBe('SERVER_NOT_FOUND')
  expect(error.attempts).toContain(`PATH: ${old} is ${OLD}`)
  expect(error.hint).toContain('NATS_SERVER_BIN')
})

test('takes the server that was named, by option or by environment', async () => {
  const path = await fakeServer(NEW)
  const named = { path, version: NEW, source: 'explicit' }

  expect(await resolveNatsServer(options({ path }))).toEqual(named)
  expect(await resolveNatsServer(options({ env: { ...env(), NATS_SERVER_BIN: path } }))).toEqual(
    named,
  )
})

test('refuses a named server that is too old, though a newer one is on PATH', async () => {
  const path = await fakeServer(OLD)
  const error = await failure(options({ path, env: env(await fakeServer(NEW)) }))

  expect(error.code).toBe('SERVER_TOO_OLD')
  expect(error.message).toBe(
    `option path: ${path} is nats-server ${OLD}, 99.0.0 or newer is needed`,
  )
})

test.each([
  ['is not there', async () => join(root, 'nowhere')],
  ['may not be executed', async () => file('#!/bin/sh', 0o644)],
  ['is a folder', async () => root],
  ['is another program', async () => file('#!/bin/sh\necho v99.9.9\n', 0o755)],
  ['fails', async () => file('#!/bin/sh\nexit 1\n', 0o755)],
])('refuses a named server that %s', async (_, make) => {
  const path = await make()
  const error = await failure(options({ env: { ...env(), NATS_SERVER_BIN: path } }))

  expect(error.code).toBe('SERVER_BIN_INVALID')
  expect(error.message).toMatch(/^NATS_SERVER_BIN: /)
  expect(error.message).toContain(path)
})

test('takes the server in the cache', async () => {
  const path = await fakeServer(NEW)
  const cacheDir = join(path, '..')

  expect(await resolveNatsServer(options({ cacheDir }))).toEqual({
    path,
    version: NEW,
    source: 'cache',
  })
})

test('looks for the cache where the environment says', async () => {
  const own = await fakeServer(NEW)
  const users = await fakeServer(NEW, join('xdg', 'hopscope', 'nats-server'))
  const xdg = join(users, '..', '..', '..')

  expect(await resolve({ NATS_SERVER_CACHE: join(own, '..') })).toBe(own)
  expect(await resolve({ XDG_CACHE_HOME: xdg })).toBe(users)
})

test('fetches nothing when downloads are off', async () => {
  const error = await failure(options({ env: { ...env(), NATS_SERVER_DOWNLOAD: 'off' } }))

  expect(error.code).toBe('SERVER_NOT_FOUND')
  expect(error.attempts).toContain('downloads: switched off')
  // Whoever prints an error prints what was tried by itself.
  expect(error.message).not.toContain('downloads')
})

test('refuses a way to download that it does not know', async () => {
  const error = await failure(options({ env: { ...env(), NATS_SERVER_DOWNLOAD: 'apt,brew' } }))

  expect(error.code).toBe('OPTION_INVALID')
  expect(error.message).toContain('apt,brew')
})

test('refuses a minimum that is not a version', async () => {
  const error = await failure({ minVersion: '2.x' })

  expect(error.code).toBe('OPTION_INVALID')
})

test.each(['/dev/null/cache', '/proc/hopscope/cache'])(
  'says that %s cannot be written to when a server would have to be kept there',
  async (cacheDir) => {
    const error = await failure(options({ cacheDir, downloads: ['go'] }))

    expect(error.code).toBe('CACHE_UNWRITABLE')
    expect(error.message).toContain(cacheDir)
    expect(error.hint).toContain('NATS_SERVER_CACHE')
  },
)

test('does not mind a cache that cannot be written to when a server is on PATH', async () => {
  const path = await fakeServer(NEW)

  expect(
    await resolveNatsServer(options({ env: env(path), cacheDir: '/dev/null/cache' })),
  ).toMatchObject({ path })
})

test('says which tool is not there, and leaves nothing in the cache', async () => {
  const cacheDir = await folder()
  const error = await failure(options({ cacheDir, downloads: ['go'] }))

  expect(error.attempts).toContain('go: go is not on this machine')
  expect(await readdir(cacheDir)).toEqual([])
})

test('builds with Go the version that is asked for', async () => {
  const cacheDir = await folder()
  const go = await file(
    `#!/bin/sh
case $1 in install)
  mkdir -p "$GOBIN"
  printf '#!/bin/sh\\necho "nats-server: %s"\\n' "\${2##*@}" > "$GOBIN/nats-server"
  chmod 755 "$GOBIN/nats-server"
esac
`,
    0o755,
    'go',
  )
  const path = [join(go, '..'), '/usr/bin', '/bin'].join(delimiter)

  expect(
    await resolveNatsServer(options({ cacheDir, downloads: ['go'], env: { PATH: path } })),
  ).toEqual({ path: join(cacheDir, 'nats-server'), version: '99.0.0', source: 'go' })
})

test('gives up when it is told to', async () => {
  const signal = AbortSignal.abort(new Error('enough'))

  await expect(
    resolveNatsServer(options({ env: env(await fakeServer(NEW)), signal })),
  ).rejects.toThrow('enough')
})

function options(rest: ResolveOptions): ResolveOptions {
  return { minVersion: '99.0.0', env: env(), cacheDir: join(root, 'no-cache'), ...rest }
}

/** An environment with a PATH of these servers only, whose cache is the test's. */
function env(...servers: readonly string[]): NodeJS.ProcessEnv {
  return { PATH: servers.map((server) => join(server, '..')).join(delimiter), HOME: root }
}

async function resolve(extra: NodeJS.ProcessEnv): Promise<string> {
  const found = await resolveNatsServer({ minVersion: '99.0.0', env: { ...env(), ...extra } })
  return found.path
}

async function failure(given: ResolveOptions): Promise<NatsServerError> {
  const error: unknown = await resolveNatsServer(given).catch((thrown: unknown) => thrown)
  if (error instanceof NatsServerError) return error
  throw new Error('a NatsServerError was expected', { cause: error })
}

async function fakeServer(version: string, below = ''): Promise<string> {
  const dir = join(await folder(), below)
  await mkdir(dir, { recursive: true })
  const path = join(dir, 'nats-server')
  await writeFile(path, `#!/bin/sh\necho "nats-server: v${version}"\n`)
  await chmod(path, 0o755)
  return path
}

async function file(text: string, mode: number, name = 'nats-server'): Promise<string> {
  const path = join(await folder(), name)
  await writeFile(path, text)
  await chmod(path, mode)
  return path
}

function folder(): Promise<string> {
  return mkdtemp(join(root, 'dir-'))
}
