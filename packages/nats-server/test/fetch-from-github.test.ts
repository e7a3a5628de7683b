import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NatsServerError, type ResolveOptions, resolveNatsServer } from '../src/index.ts'
import { releaseAsset } from '../src/resolve/release-asset.ts'

const VERSION = '99.0.0'

let root: string
let archive: Buffer
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'github-test-'))
  archive = await packServer()
})
afterAll(() => rm(root, { recursive: true }))

test('downloads a release whose checksum is right, and keeps it', async () => {
  await using release = await serve({ [assetFile()]: archive, SHA256SUMS: sums(archive) })
  const cacheDir = await mkdtemp(join(root, 'cache-'))
  const path = join(cacheDir, 'nats-server')

  expect(await resolveNatsServer(options(release, cacheDir))).toEqual({
    path,
    version: VERSION,
    source: 'github',
  })
  expect(await resolveNatsServer(options(release, cacheDir))).toMatchObject({ source: 'cache' })
  expect(await readdir(cacheDir)).toEqual(['nats-server'])
})

test('refuses a release whose checksum is wrong, and keeps nothing', async () => {
  await using release = await serve({
    [assetFile()]: archive,
    SHA256SUMS: sums(Buffer.from('another')),
  })
  const cacheDir = await mkdtemp(join(root, 'cache-'))
  const error = await failure(options(release, cacheDir))

  expect(error.code).toBe('SERVER_NOT_FOUND')
  expect(error.attempts.at(-1)).toMatch(/^github: checksum of nats-server-v99\.0\.0-.* is /)
  expect(await readdir(cacheDir)).toEqual([])
})

test('refuses a release that SHA256SUMS does not name', async () => {
  await using release = await serve({ [assetFile()]: archive, SHA256SUMS: Buffer.from('') })
  const error = await failure(options(release, await mkdtemp(join(root, 'cache-'))))

  expect(error.attempts.at(-1)).toContain('SHA256SUMS says nothing')
})

test('says what the server of the release answered', async () => {
  await using release = await serve({})
  const error = await failure(options(release, await mkdtemp(join(root, 'cache-'))))

  expect(error.attempts.at(-1)).toMatch(/^github: HTTP 404 for /)
})

test('lets two look at once, and gives both the same server', async () => {
  await using release = await serve({ [assetFile()]: archive, SHA256SUMS: sums(archive) })
  const cacheDir = await mkdtemp(join(root, 'cache-'))
  const [one, other] = await Promise.all([
    resolveNatsServer(options(release, cacheDir)),
    resolveNatsServer(options(release, cacheDir)),
  ])

  expect(one.path).toBe(other.path)
  expect(await readdir(cacheDir)).toEqual(['nats-server'])
})

test('tells what takes long', async () => {
  await using release = await serve({ [assetFile()]: archive, SHA256SUMS: sums(archive) })
  const lines: string[] = []
  const onProgress = (line: string) => lines.push(line)
  await resolveNatsServer({
    ...options(release, await mkdtemp(join(root, 'cache-'))),
    onProgress,
  })

  expect(lines).toEqual([`downloading ${assetFile()}`])
})

interface Release extends AsyncDisposable {
  readonly url: string
}

function options(release: Release, cacheDir: string): ResolveOptions {
  return {
    minVersion: VERSION,
    cacheDir,
    downloads: ['github'],
    env: { PATH: '/usr/bin:/bin', NATS_SERVER_RELEASE_BASE: release.url },
  }
}

async function failure(given: ResolveOptions): Promise<NatsServerError> {
  const error: unknown = await resolveNatsServer(given).catch((thrown: unknown) => thrown)
  if (error instanceof NatsServerError) return error
  throw new Error('a NatsServerError was expected', { cause: error })
}

async function serve(files: Readonly<Record<string, Buffer>>): Promise<Release> {
  const server = createServer((request, response) => {
    const body = files[(request.url ?? '').slice(1)]
    response.writeHead(body ? 200 : 404).end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function asset(): { readonly file: string; readonly dir: string } {
  return releaseAsset(VERSION, process.platform, process.arch) ?? { file: '', dir: '' }
}

function assetFile(): string {
  return asset().file
}

function sums(content: Buffer): Buffer {
  return Buffer.from(`${createHash('sha256').update(content).digest('hex')}  ${assetFile()}\n`)
}

async function packServer(): Promise<Buffer> {
  const { dir, file } = asset()
  await mkdir(join(root, dir))
  await writeFile(join(root, dir, 'nats-server'), `#!/bin/sh\necho "nats-server: v${VERSION}"\n`)
  await chmod(join(root, dir, 'nats-server'), 0o755)
  execFileSync('tar', ['-czf', file, dir], { cwd: root })
  return readFile(join(root, file))
}
