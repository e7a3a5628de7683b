import { expect, onTestFinished, test } from 'vitest'
import type { ServeViewerOptions } from '../src/http/serve-options.ts'
import type { ViewerServer } from '../src/http/serve-viewer.ts'
import type { IndexRequest } from '../src/trace-index/index-request.ts'
import { ask, askAsProgram, ScriptedIndex, startViewerOver } from './http-fixture.ts'
import { follow, LINES, summary } from './live-fixture.ts'

test('a browser is told of traces as they come, by server-sent events', async () => {
  const index = indexOf()
  const viewer = await start({ index })
  using follower = await follow(viewer)
  expect(follower.response.headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(await follower.next()).toBe('retry: 2000')
  expect(await follower.next()).toBe('event: coverage')
  await follower.nextWith('data: ')
  index.change([A])

  expect(await follower.next()).toBe('event: traces')
  expect(await follower.next()).toBe('id: scripted-1')
  expect(await follower.next()).toBe(
    `data: ${JSON.stringify({ event: 'traces', traces: [summary(A)] })}`,
  )
})

test('a program gets one event a line', async () => {
  const index = indexOf()
  const viewer = await start({ index })
  using follower = await follow(viewer, { headers: LINES })
  expect(JSON.parse(await follower.next())).toEqual({
    event: 'coverage',
    coverage: index.coverage,
  })
  index.change([A])

  expect(JSON.parse(await follower.next())).toEqual({ event: 'traces', traces: [summary(A)] })
})

test('those who follow by a query are told of what it matches, others of everything', async () => {
  const index = indexOf()
  index.answer = (request) => ({
    traces: queryOf(request) === 'service=orders' ? [summary(B)] : [summary(A), summary(B)],
  })
  const viewer = await start({ index })
  using orders = await follow(viewer, { headers: LINES, search: '?q=service%3Dorders' })
  using all = await follow(viewer, { headers: LINES })
  index.change([A, B])

  expect(JSON.parse(await orders.nextWith('"traces"'))).toMatchObject({ traces: [{ traceId: B }] })
  expect(JSON.parse(await all.nextWith('"traces"'))).toMatchObject({
    traces: [{ traceId: A }, { traceId: B }],
  })
  expect(index.asked).toEqual([
    { type: 'traces', query: 'service=orders', traceIds: [A, B], limit: 2 },
    { type: 'traces', query: '', traceIds: [A, B], limit: 2 },
  ])
})

test('one who follows by a query is told of what changed and does not match, or not any more', async () => {
  const index = indexOf()
  index.answer = () => ({ traces: [summary(B)] })
  const viewer = await start({ index })
  using follower = await follow(viewer, { headers: LINES, search: '?q=-status%3Derror' })
  index.change([A, B, C])

  expect(JSON.parse(await follower.nextWith('"traces"'))).toMatchObject({
    traces: [{ traceId: B }],
  })
  expect(JSON.parse(await follower.next())).toEqual({ event: 'left', traceIds: [A, C] })
})

test('many who follow by the same query cost one question', async () => {
  const index = indexOf()
  const viewer = await start({ index })
  using one = await follow(viewer, { headers: LINES })
  using other = await follow(viewer, { headers: LINES })
  index.change([A])
  await one.nextWith(A)
  await other.nextWith(A)

  expect(index.asked).toHaveLength(1)
})

test('a query that is none is refused before anything is followed', async () => {
  const viewer = await start()
  const answer = await askAsProgram(viewer, { path: '/api/v1/live?q=duration%3Efast' })

  expect(answer.json()).toMatchObject({ status: 400, code: 'QUERY_INVALID' })
})

test('of traces that are too many to name one is told how many they are', async () => {
  const index = indexOf()
  const viewer = await start({ index })
  using follower = await follow(viewer, { headers: LINES })
  index.change([A], 40)

  expect(JSON.parse(await follower.nextWith('"skipped"'))).toEqual({ event: 'skipped', traces: 40 })
})

test('one who comes back is told what changed meanwhile', async () => {
  const index = indexOf()
  const viewer = await start({ index })
  const first = await follow(viewer)
  index.change([A])
  await first.nextWith('event: traces')
  const id = (await first.nextWith('id: ')).slice('id: '.length)
  first[Symbol.dispose]()
  index.change([B])
  index.change([C])
  using second = await follow(viewer, { headers: { ...LINES, 'last-event-id': id } })

  expect(JSON.parse(await second.nextWith('"traces"'))).toEqual({
    event: 'traces',
    traces: [summary(B), summary(C)],
  })
})

test('one who has read a list follows from there on, and misses nothing', async () => {
  const index = indexOf()
  const viewer = await start({ index })
  index.change([A])
  const { revision } = index
  index.change([B])
  index.change([C])
  using follower = await follow(viewer, { headers: LINES, search: `?after=${revision}` })

  expect(JSON.parse(await follower.nextWith('"traces"'))).toMatchObject({
    traces: [{ traceId: B }, { traceId: C }],
  })
})

test('one who has read a list before anything changed is told all that did', async () => {
  const index = indexOf()
  const { revision } = index
  const viewer = await start({ index })
  index.change([A])
  using follower = await follow(viewer, { headers: LINES, search: `?after=${revision}` })

  expect(JSON.parse(await follower.nextWith('"traces"'))).toMatchObject({
    traces: [{ traceId: A }],
  })
})

test('what was too much to be told while one was away is missing', async () => {
  const index = indexOf()
  const viewer = await start({ index })
  const { revision } = index
  index.change([A], 7)
  using follower = await follow(viewer, { headers: LINES, search: `?after=${revision}` })

  expect(JSON.parse(await follower.nextWith('skipped'))).toMatchObject({ event: 'skipped' })
})

test.each(['00000000-1', 'nonsense', '-1', '1'])(
  'one who comes back from a viewer that is no more (%s) is told that something was missed',
  async (id) => {
    const viewer = await start()
    using follower = await follow(viewer, { headers: { ...LINES, 'last-event-id': id } })

    expect(JSON.parse(await follower.nextWith('skipped'))).toEqual({ event: 'skipped', traces: 1 })
  },
)

test('one who reads too slowly is told how much it missed, and then goes on', async () => {
  const index = indexOf()
  const long = 'x'.repeat(4_000_000)
  index.answer = (request) => ({
    traces: idsOf(request).map((id) => summary(id, { subject: id === C ? '' : long })),
  })
  const viewer = await start({ index })
  using slow = await follow(viewer, { headers: LINES })
  for (const asked of [1, 2, 3, 4, 5, 6, 7, 8]) {
    index.change([A])
    await expect.poll(() => index.asked.length, { interval: 1 }).toBe(asked)
  }
  const skipped: { readonly traces: number } = JSON.parse(await slow.nextWith('"skipped"'))
  index.change([C])

  expect(JSON.parse(await slow.next())).toMatchObject({ event: 'coverage' })
  expect(skipped.traces).toBeGreaterThan(0)
  expect(skipped.traces).toBeLessThan(8)
  expect(JSON.parse(await slow.nextWith(C))).toEqual({
    event: 'traces',
    traces: [summary(C, { subject: '' })],
  })
})

test('those who follow are told something now and then, so that both know the other is there', async () => {
  const viewer = await start({ limits: { heartbeatMs: 20 } })
  using follower = await follow(viewer, { headers: LINES })

  expect(JSON.parse(await follower.next())).toMatchObject({ event: 'coverage' })
  expect(JSON.parse(await follower.next())).toMatchObject({ event: 'coverage' })
})

test('too many cannot follow; when one is gone there is a place again', async () => {
  const viewer = await start({ limits: { maxLiveClients: 2 } })
  using _one = await follow(viewer)
  const two = await follow(viewer)
  const refused = await askAsProgram(viewer, { path: '/api/v1/live' })

  expect(refused).toMatchObject({ status: 503 })
  expect(refused.json()).toMatchObject({ code: 'LIMIT_EXCEEDED' })
  expect(refused.headers['retry-after']).toBe('10')

  two[Symbol.dispose]()
  await expect.poll(async () => (await head(viewer)).status).toBe(200)
})

test('the status counts those who follow', async () => {
  const viewer = await start({ index: indexOf() })
  using _one = await follow(viewer)

  expect((await askAsProgram(viewer, { path: '/api/v1/status' })).json()).toMatchObject({
    liveClients: 1,
  })
})

test('nobody follows without a token, nor from another origin', async () => {
  const viewer = await start()
  const origin = { origin: 'https://evil.example' }

  expect(await ask(viewer, { path: '/api/v1/live' })).toMatchObject({ status: 401 })
  expect(await ask(viewer, { path: '/api/v1/live', headers: origin })).toMatchObject({
    status: 403,
  })
})

test('a failure of the index while one follows is told to who runs the viewer, and the next change is told again', async () => {
  const errors: unknown[] = []
  const index = indexOf()
  const answer = index.answer
  const failure = new Error('busy')
  index.answer = () => Promise.reject(failure)
  const viewer = await start({ index, onError: (error) => errors.push(error) })
  using follower = await follow(viewer, { headers: LINES })
  index.change([A])
  await expect.poll(() => errors).toEqual([failure])
  index.answer = answer
  index.change([B])

  expect(JSON.parse(await follower.nextWith('"skipped"'))).toEqual({ event: 'skipped', traces: 1 })
  expect(JSON.parse(await follower.nextWith('"traces":['))).toMatchObject({
    traces: [{ traceId: B }],
  })
})

test('a query that the index fails with keeps nothing from those who follow by others', async () => {
  const index = indexOf()
  const { answer } = index
  index.answer = (request) =>
    queryOf(request) === 'slow' ? Promise.reject(new Error('too slow')) : answer(request)
  const viewer = await start({ index })
  using slow = await follow(viewer, { headers: LINES, search: '?q=slow' })
  using other = await follow(viewer, { headers: LINES })
  index.change([A, B])

  expect(JSON.parse(await slow.nextWith('"skipped"'))).toEqual({ event: 'skipped', traces: 2 })
  expect(JSON.parse(await other.nextWith('"traces"'))).toMatchObject({
    traces: [{ traceId: A }, { traceId: B }],
  })
})

test('what changes while the index is slow to answer is told together', async () => {
  const index = indexOf()
  const { answer } = index
  const gate = Promise.withResolvers<void>()
  index.answer = (request) => gate.promise.then(() => answer(request))
  const viewer = await start({ index })
  using follower = await follow(viewer, { headers: LINES })
  index.change([A])
  await expect.poll(() => index.asked).toHaveLength(1)
  index.change([B])
  index.change([C, B], 2)
  gate.resolve()

  await follower.nextWith(A)
  expect(JSON.parse(await follower.nextWith('"traces"'))).toMatchObject({
    traces: [{ traceId: B }, { traceId: C }],
  })
  expect(JSON.parse(await follower.nextWith('"skipped"'))).toMatchObject({ traces: 2 })
  expect(index.asked).toHaveLength(2)
})

test('until one who came back is told what it missed, nothing says that it was', async () => {
  const index = indexOf()
  const viewer = await start({ index, limits: { heartbeatMs: 10 } })
  const first = await follow(viewer)
  index.change([A])
  await first.nextWith('event: traces')
  const id = await first.nextWith('id: ')
  first[Symbol.dispose]()
  index.answer = () => new Promise(() => {})
  index.change([B])
  const headers = { 'last-event-id': id.slice('id: '.length) }
  using second = await follow(viewer, { headers })

  expect(await second.nextWith('id: ')).toBe(id)
  expect(await second.nextWith('id: ')).toBe(id)
})

test('a viewer that is closed ends what is followed', async () => {
  const viewer = await start()
  using follower = await follow(viewer)
  const ended = new Promise((resolve) => follower.response.once('close', resolve))
  await viewer[Symbol.asyncDispose]()

  await expect(ended).resolves.toBeUndefined()
})

async function start(options: Partial<ServeViewerOptions> = {}): Promise<ViewerServer> {
  const viewer = await startViewerOver(options.index ?? new ScriptedIndex(), options)
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  return viewer
}

/** An index that has a summary of every trace that it is asked for. */
function indexOf(): ScriptedIndex {
  const index = new ScriptedIndex()
  index.answer = (request) => ({ traces: idsOf(request).map((id) => summary(id)) })
  return index
}

function idsOf(request: IndexRequest): readonly string[] {
  return request.type === 'traces' ? (request.traceIds ?? []) : []
}

function queryOf(request: IndexRequest): string {
  return request.type === 'traces' ? request.query : ''
}

function head(viewer: ViewerServer) {
  return askAsProgram(viewer, { path: '/api/v1/live', method: 'HEAD' })
}

const A = 'a'.repeat(32)
const B = 'b'.repeat(32)
const C = 'c'.repeat(32)
