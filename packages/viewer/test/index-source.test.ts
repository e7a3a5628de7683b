import { jetstreamManager } from '@nats-io/jetstream'
import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { connect } from '@nats-io/transport-node'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { connectionStatus } from '../src/nats/connection-status.ts'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'
import { find, startTelemetry, store } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const USERS = `authorization { users: [
  { user: admin, password: pw }
  { user: viewer, password: pw, permissions: { publish: { deny: "$JS.API.STREAM.INFO.>" } } }
] }`

test('a stream that this user may not read is told of, with the permission that is missing', async () => {
  await using server = await startNatsServer({ config: USERS })
  const login = { servers: server.url, pass: 'pw' }
  await using admin = await connect({ ...login, user: 'admin' })
  await using viewer = await connect({ ...login, user: 'viewer' })
  await ensureTelemetryStream(admin)

  await using index = await openTraceIndex({ connection: viewer })

  await expect.poll(() => index.source.state).toBe('denied')
  expect(index.source.hint).toBe(
    'This user may not read stream TELEMETRY: let it publish $JS.API.STREAM.INFO.TELEMETRY.',
  )
  expect(index.coverage.isComplete).toBe(false)
  await expect(index.rebuild()).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE' })
})

test('a user with the permissions that the guide lists reads the stream, and needs no others', async () => {
  await using server = await startNatsServer({ config: usersOf(permissionsOfGuide()) })
  await using admin = await connect({ servers: server.url, user: 'admin', pass: 'pw' })
  await ensureTelemetryStream(admin)
  await store(admin, [spansOf('shop', [span(1, 1)])])
  await using viewer = await connect({ servers: server.url, user: 'viewer', pass: 'hunter2' })
  const denied: unknown[] = []
  void (async () => {
    for await (const status of viewer.status()) if (status.type === 'error') denied.push(status)
  })()

  const status = connectionStatus(viewer)
  {
    await using index = await openTraceIndex({ connection: viewer })
    await expect.poll(() => find(index, '')).toEqual([traceIdOf(1)])
    await index.rebuild()
    await expect.poll(() => find(index, '')).toEqual([traceIdOf(1)])
    await expect.poll(status).toMatchObject({ state: 'connected', account: '$G' })
  }
  const { streams } = await jetstreamManager(admin)
  await expect
    .poll(async () => (await streams.info('TELEMETRY')).state.consumer_count, { timeout: 10_000 })
    .toBe(0)

  expect(denied).toEqual([])
  expect(JSON.stringify(status())).not.toMatch(/hunter2|viewer/)
})

test('an account without JetStream is told of', async () => {
  await using server = await startNatsServer({ jetstream: false })
  await using connection = await connect({ servers: server.url })

  await using index = await openTraceIndex({ connection })

  await expect
    .poll(() => index.source)
    .toEqual({
      state: 'missing',
      stream: 'TELEMETRY',
      hint: 'JetStream is not enabled for this account.',
    })
})

test('reading goes on after the server was away', async () => {
  const storeDir = mkdtempSync(join(tmpdir(), 'hopscope-index-'))
  const first = await startNatsServer({ storeDir })
  const connection = await connect({
    servers: first.url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
  })
  await ensureTelemetryStream(connection)
  const index = await openTraceIndex({ connection })
  await store(connection, [spansOf('shop', [span(1, 1)])])
  await expect.poll(() => find(index, '')).toEqual([traceIdOf(1)])

  await first[Symbol.asyncDispose]()
  await using second = await startNatsServer({ storeDir, port: Number(new URL(first.url).port) })
  await using other = await connect({ servers: second.url })
  await store(other, [spansOf('shop', [span(2, 2)])])
  await expect.poll(() => find(index, '')).toEqual([traceIdOf(2), traceIdOf(1)])

  expect(index.coverage).toMatchObject({ firstSequence: 1, lastSequence: 2, isComplete: true })
  await index[Symbol.asyncDispose]()
  await connection.close()
  rmSync(storeDir, { recursive: true })
})

test('without a connection there is nothing to rebuild from', async () => {
  await using index = await openTraceIndex()

  expect(index.source).toEqual({ state: 'none' })
  expect(index.coverage).toMatchObject({ isComplete: true, pending: 0 })
  await expect(index.rebuild()).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE' })
})

test('messages beside telemetry in the stream are passed over', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, [
    { subject: 'telemetry.other', data: Buffer.from('?') },
    spansOf('shop', [span(1, 1)]),
    { subject: 'telemetry.other', data: Buffer.from('?') },
  ])

  await using index = await openTraceIndex({ connection })

  await expect.poll(() => find(index, '')).toEqual([traceIdOf(1)])
  expect(index.coverage).toMatchObject({ lastSequence: 2, pending: 0, isComplete: true })
})

// A reader copies them from there.
function permissionsOfGuide(): readonly string[] {
  const guide = readFileSync(new URL('../../../docs/guide/viewer.md', import.meta.url), 'utf8')
  const [, list = ''] = /^publish:([^`]*)^subscribe:/m.exec(guide) ?? []
  return list.split(',').map((subject) => subject.trim())
}

function usersOf(publish: readonly string[]): string {
  return `authorization { users: [
    { user: admin, password: pw }
    { user: viewer, password: hunter2, permissions: {
      publish: { allow: ${JSON.stringify(publish)} }, subscribe: { allow: "_INBOX.>" } } }
  ] }`
}
