import { expect, onTestFinished, test } from 'vitest'
import type { ServeViewerOptions } from '../src/http/serve-options.ts'
import type { ViewerServer } from '../src/http/serve-viewer.ts'
import { ask, askAsProgram, enter, ScriptedIndex, startViewerOver } from './http-fixture.ts'

test.each(['localhost', '127.0.0.1', '[::1]', 'localhost:9999', 'LOCALHOST'])(
  'a request that calls the viewer %s is answered',
  async (host) => {
    const viewer = await start()

    expect(await askAsProgram(viewer, { path: TRACES, headers: { host } })).toMatchObject({
      status: 200,
    })
  },
)

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil.example:80',
  '127.0.0.2',
  '0.0.0.0',
  '[::]',
  'localhost:evil',
  'localhost:',
  'user@localhost',
])('a request that calls the viewer "%s" is misdirected, page and data alike', async (host) => {
  const viewer = await start()
  const answers = [
    await askAsProgram(viewer, { path: TRACES, headers: { host } }),
    await ask(viewer, { path: '/traces', headers: { host } }),
    await ask(viewer, { path: '/assets/app-AAAA.js', headers: { host } }),
    await ask(viewer, { path: '/nowhere', headers: { host } }),
  ]

  expect(answers.map(({ status }) => status)).toEqual([421, 421, 421, 421])
  expect(answers[0]?.json()).toMatchObject({ code: 'HOST_UNKNOWN', status: 421 })
})

test('a page of a name that was made to lead here gets nothing, though its origin is its host', async () => {
  const viewer = await start()
  const cookie = await enter(viewer)
  const answer = await ask(viewer, {
    path: TRACES,
    headers: {
      cookie,
      host: `rebound.example:${viewer.port}`,
      origin: `http://rebound.example:${viewer.port}`,
      'sec-fetch-site': 'same-origin',
    },
  })

  expect(answer).toMatchObject({ status: 421 })
})

test('a foreign name cannot spend the token of an address', async () => {
  const viewer = await start()
  const { pathname, search } = new URL(viewer.issueLink())
  const path = `${pathname}${search}`
  const foreign = await ask(viewer, { path, headers: { host: 'evil.example' } })

  expect(foreign).toMatchObject({ status: 421 })
  expect(foreign.headers['set-cookie']).toBeUndefined()
  expect(await ask(viewer, { path })).toMatchObject({ status: 303 })
})

test('a name that was allowed is as good as localhost, on the port it was allowed for', async () => {
  const viewer = await start({ allowedHosts: ['traces.internal', 'other.internal:8443'] })
  const statusOf = async (host: string): Promise<number> =>
    (await askAsProgram(viewer, { path: TRACES, headers: { host } })).status

  expect(await statusOf('traces.internal')).toBe(200)
  expect(await statusOf('traces.internal:80')).toBe(200)
  expect(await statusOf('other.internal:8443')).toBe(200)
  expect(await statusOf('other.internal')).toBe(421)
})

test('the page of the viewer itself gets data', async () => {
  const viewer = await start()
  const cookie = await enter(viewer)
  const host = `127.0.0.1:${viewer.port}`
  const headers = { cookie, host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }

  expect(await ask(viewer, { path: TRACES, headers })).toMatchObject({ status: 200 })
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ['a site that the viewer never heard of', { 'sec-fetch-site': 'anything' }],
  ['another origin', { origin: 'https://evil.example' }],
  ['another port, in a browser without fetch metadata', { origin: 'http://127.0.0.1:1' }],
  ['a sandboxed frame or a file', { origin: 'null' }],
])('a page of %s gets no data, whatever cookie comes with it', async (_who, foreign) => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })
  const cookie = await enter(viewer)
  const answer = await ask(viewer, { path: TRACES, headers: { cookie, ...foreign } })

  expect(answer).toMatchObject({ status: 403 })
  expect(answer.json()).toMatchObject({ code: 'ORIGIN_FOREIGN' })
  expect(index.asked).toEqual([])
})

test('no answer lets other origins read it', async () => {
  const viewer = await start()
  const answers = [
    await askAsProgram(viewer, { path: TRACES }),
    await ask(viewer, { path: TRACES, headers: { origin: 'https://evil.example' } }),
    await ask(viewer, { path: TRACES, method: 'OPTIONS', headers: PREFLIGHT }),
  ]
  const headers = answers.flatMap((answer) => Object.keys(answer.headers))

  expect(headers.filter((name) => name.startsWith('access-control-'))).toEqual([])
})

test('without a token there is no data', async () => {
  const viewer = await start()
  const answer = await ask(viewer, { path: TRACES })

  expect(answer).toMatchObject({ status: 401 })
  expect(answer.headers['www-authenticate']).toBe('Bearer')
  expect(answer.json()).toMatchObject({ code: 'TOKEN_MISSING' })
})

test.each([
  ['a wrong access token', { authorization: 'Bearer AAAAAAAAAAAAAAAAAAAAAA' }],
  ['an empty one', { authorization: 'Bearer ' }],
  ['another scheme', { authorization: 'Basic dXNlcjpwdw==' }],
  ['a cookie that nobody got', { cookie: 'hopscope-1=AAAAAAAAAAAAAAAAAAAAAA' }],
])('%s lets nobody in', async (_what, headers) => {
  const viewer = await start()

  expect(await ask(viewer, { path: TRACES, headers })).toMatchObject({ status: 401 })
})

test('what lets a browser in is of no use as an access token, and the other way round', async () => {
  const viewer = await start()
  const cookie = await enter(viewer)
  const [name, secret] = cookie.split('=')
  const asBearer = { authorization: `Bearer ${secret}` }
  const asCookie = { cookie: `${name}=${viewer.accessToken}` }

  expect(await ask(viewer, { path: TRACES, headers: asBearer })).toMatchObject({ status: 401 })
  expect(await ask(viewer, { path: TRACES, headers: asCookie })).toMatchObject({ status: 401 })
  expect(await ask(viewer, { path: `/traces?t=${viewer.accessToken}` })).toMatchObject({
    status: 401,
  })
})

test('an address lets a browser in and has it forget the token', async () => {
  const viewer = await start()
  const { search } = new URL(viewer.issueLink())
  const answer = await ask(viewer, { path: `/traces${search}&q=status%3Derror` })

  expect(answer).toMatchObject({ status: 303 })
  expect(answer.headers.location).toBe('/traces?q=status%3Derror')
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(
      new RegExp(`^hopscope-${viewer.port}=[\\w-]{22}; HttpOnly; SameSite=Strict; Path=/$`),
    ),
  ])
})

test('an address works once; the second browser is told how to get one of its own', async () => {
  const viewer = await start()
  const { pathname, search } = new URL(viewer.issueLink())
  await ask(viewer, { path: `${pathname}${search}` })
  const replayed = await ask(viewer, { path: `${pathname}${search}` })

  expect(replayed).toMatchObject({ status: 401 })
  expect(replayed.headers['set-cookie']).toBeUndefined()
  expect(replayed.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(replayed.text).toContain('This browser has not been let in')
})

test('a browser that is in may open its own address again', async () => {
  const viewer = await start()
  const { pathname, search } = new URL(viewer.issueLink('/t/0af7651916cd43dd8448eb211c80319c'))
  const path = `${pathname}${search}`
  const cookie = (await ask(viewer, { path })).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const again = await ask(viewer, { path, headers: { cookie } })

  expect(again).toMatchObject({ status: 303 })
  expect(again.headers.location).toBe('/t/0af7651916cd43dd8448eb211c80319c')
})

test('each browser gets its own address, and one that is in can ask for another', async () => {
  const viewer = await start()
  const [one, other] = [await enter(viewer), await enter(viewer)]
  const answer = await ask(viewer, {
    method: 'POST',
    path: '/api/v1/links',
    headers: { cookie: one, 'content-type': 'application/json' },
    body: '{}',
  })
  const { url } = answer.json() as { readonly url: string }

  expect(one).not.toBe(other)
  expect(await ask(viewer, { path: `/traces${new URL(url).search}` })).toMatchObject({
    status: 303,
  })
})

test('a preview or a preload of an address does not use it up', async () => {
  const viewer = await start()
  const { pathname, search } = new URL(viewer.issueLink())
  const path = `${pathname}${search}`
  const prefetch = await ask(viewer, { path, headers: { 'sec-purpose': 'prefetch;prerender' } })
  const head = await ask(viewer, { path, method: 'HEAD' })

  expect([prefetch.status, head.status]).toEqual([403, 403])
  expect(await ask(viewer, { path })).toMatchObject({ status: 303 })
})

test('of addresses that nobody used only the last 16 work', async () => {
  const viewer = await start()
  const links = Array.from({ length: 17 }, () => new URL(viewer.issueLink()).search)

  expect(await ask(viewer, { path: `/traces${links[0]}` })).toMatchObject({ status: 401 })
  expect(await ask(viewer, { path: `/traces${links[1]}` })).toMatchObject({ status: 303 })
})

test('the page is shown to a browser that is in, and to none that is not', async () => {
  const viewer = await start()
  const cookie = await enter(viewer)
  const inside = await ask(viewer, { path: '/traces', headers: { cookie } })
  const outside = await ask(viewer, { path: '/traces' })

  expect(inside).toMatchObject({ status: 200 })
  expect(inside.text).toContain('/assets/app-AAAA.js')
  expect(outside).toMatchObject({ status: 401 })
  expect(outside.text).not.toContain('<script')
})

test('a link on another site leads to the page, which then asks for data with its cookie', async () => {
  const viewer = await start()
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }

  expect(await ask(viewer, { path: '/traces', headers })).toMatchObject({ status: 200 })
})

function start(options: Partial<ServeViewerOptions> = {}): Promise<ViewerServer> {
  return startViewerOver(options.index ?? new ScriptedIndex(), options).then((viewer) => {
    onTestFinished(() => viewer[Symbol.asyncDispose]())
    return viewer
  })
}

const TRACES = '/api/v1/traces'
const PREFLIGHT = {
  origin: 'https://evil.example',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type',
}
