import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { ServeViewerOptions } from '../src/http/serve-options.ts'
import type { ViewerServer } from '../src/http/serve-viewer.ts'
import { ViewerError } from '../src/viewer-error.ts'
import { ask, askAsProgram, enter, postAsProgram } from './http-fixture.ts'
import { ScriptedIndex, sendRaw, startViewerOver } from './http-fixture.ts'

test.each([
  '/assets/secret.txt',
  '/assets/manifest.json',
  '/assets/../manifest.json',
  '/assets/%2e%2e/manifest.json',
  '/assets/..%2fmanifest.json',
  '/assets/..%5cmanifest.json',
  '/assets/%2fetc%2fpasswd',
  '/assets//etc/passwd',
  '/assets/app-AAAA.js/',
  '/assets/app-AAAA.js%00',
  '/assets/__proto__',
  '/assets/constructor',
  '/../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/app-AAAA.js',
  '/t/a/b',
  '/traces/',
])('there is no file at %s', async (path) => {
  const viewer = await start()
  const answer = await ask(viewer, { path })

  expect(answer).toMatchObject({ status: 404 })
  expect(answer.text).not.toContain('not of the page')
})

test.each(['//evil.example/traces', '/%', '/traces/%zz', '/traces#fragment'])(
  'the address %s is malformed',
  async (path) => {
    const viewer = await start()

    expect(await ask(viewer, { path })).toMatchObject({ status: 400 })
  },
)

test('an address with a token leads nowhere but to the page', async () => {
  const viewer = await start()
  const { search } = new URL(viewer.issueLink())
  const answers = [
    await ask(viewer, { path: `//evil.example/${search}` }),
    await ask(viewer, { path: `/\\evil.example${search}` }),
    await ask(viewer, { path: `/api/v1/traces${search}` }),
    await ask(viewer, { path: `/assets/app-AAAA.js${search}` }),
  ]

  expect(answers.map(({ headers }) => headers.location)).toEqual(Array(4).fill(undefined))
  expect(answers.map(({ headers }) => headers['set-cookie'])).toEqual(Array(4).fill(undefined))
})

test.each([
  ['two names', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n'],
  ['no name', 'GET / HTTP/1.1\r\n'],
  ['an empty name', 'GET / HTTP/1.1\r\nHost:\r\n'],
  ['another server in its address', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n'],
  ['a name and no path', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n'],
  ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n'],
])('a request with %s is refused', async (_what, head) => {
  const viewer = await start()
  const answer = await sendRaw(viewer, `${head}Connection: close\r\n\r\n`)

  expect(answer).toMatch(/^(HTTP\/1\.1 4(00|21) |$)/)
})

test.each([
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 40\r\n'],
  ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n'],
  ['chunks in disguise', 'Transfer-Encoding: xchunked\r\n'],
  ['a length that is none', 'Content-Length: +2\r\n'],
  ['a folded header', 'X-Folded: a\r\n Content-Length: 40\r\n'],
  ['a space before the colon', 'Content-Length : 2\r\n'],
])('a request cannot be hidden in another by %s', async (_how, headers) => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })
  const answer = await sendRaw(
    viewer,
    `POST /api/v1/rebuild HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${viewer.accessToken}\r\n` +
      `Content-Type: application/json\r\n${headers}\r\n{}GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  )

  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
  expect(index.rebuilds).toBe(0)
})

test('headers may be 16 KiB together', async () => {
  const viewer = await start()
  const answer = await sendRaw(
    viewer,
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`,
  )

  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
})

test.each(['OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH', 'POST', 'PROPFIND'])(
  '%s is none of the ways to ask for traces',
  async (method) => {
    const viewer = await start()
    const answer = await askAsProgram(viewer, { path: '/api/v1/traces', method })

    expect(answer).toMatchObject({ status: 405 })
    expect(answer.headers.allow).toBe('GET, HEAD')
    expect(answer.text).not.toContain(viewer.accessToken)
  },
)

test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s changes nothing', async (method) => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })
  const paths = ['rebuild', 'links', 'probe', 'import', 'dead-letters/DLQ/1/replay']
  const answers = await Promise.all(
    paths.map((path) => askAsProgram(viewer, { path: `/api/v1/${path}`, method })),
  )

  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 405))
  expect(answers.map(({ headers }) => headers.allow)).toEqual(paths.map(() => 'POST'))
  expect(index.rebuilds).toBe(0)
})

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])(
  '%s is no way to the page',
  async (method) => {
    const viewer = await start()
    const { pathname, search } = new URL(viewer.issueLink())
    const answer = await ask(viewer, { path: `${pathname}${search}`, method })

    expect(answer).toMatchObject({ status: 405 })
    expect(answer.headers['set-cookie']).toBeUndefined()
  },
)

test('HEAD is answered as GET is, without the body', async () => {
  const viewer = await start()
  const got = await askAsProgram(viewer, { path: '/api/v1/traces' })
  const head = await askAsProgram(viewer, { path: '/api/v1/traces', method: 'HEAD' })

  expect(head).toMatchObject({ status: 200, text: '' })
  expect(head.headers['content-length']).toBe(got.headers['content-length'])
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  '',
])('a body of type "%s", which a form can send, is not read', async (type) => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })
  const answer = await askAsProgram(viewer, {
    method: 'POST',
    path: '/api/v1/rebuild',
    headers: type === '' ? {} : { 'content-type': type },
    body: '{}',
  })

  expect(answer).toMatchObject({ status: 415 })
  expect(index.rebuilds).toBe(0)
})

test('a form of another site changes nothing, though the cookie comes with it', async () => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })
  const cookie = await enter(viewer)
  const answer = await ask(viewer, {
    method: 'POST',
    path: '/api/v1/rebuild',
    headers: { cookie, origin: 'https://evil.example', 'content-type': 'application/json' },
    body: '{}',
  })

  expect(answer).toMatchObject({ status: 403 })
  expect(index.rebuilds).toBe(0)
})

test('a body that says that it is too long is not read', async () => {
  const viewer = await start({ limits: { maxImportBytes: 1000 } })
  const answer = await sendRaw(
    viewer,
    `POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${viewer.accessToken}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 1001\r\n\r\n',
  )

  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('BODY_TOO_LARGE')
})

test('a body that does not say how long it is is read until it is too long', async () => {
  const viewer = await start({ limits: { maxImportBytes: 1000 } })
  const chunk = `3e8\r\n${'a'.repeat(1000)}\r\n`
  const answer = await sendRaw(
    viewer,
    `POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${viewer.accessToken}\r\n` +
      `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`,
  )

  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
})

test('a body that unpacks to too much is not unpacked', async () => {
  const viewer = await start({ limits: { maxImportBytes: 10_000 } })
  const answer = await askAsProgram(viewer, {
    method: 'POST',
    path: '/api/v1/import',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync('a'.repeat(1_000_000)),
  })

  expect(answer).toMatchObject({ status: 413 })
})

test.each(['br', 'deflate', 'gzip, gzip', 'zstd'])(
  'a body packed by %s is not read',
  async (coding) => {
    const viewer = await start()
    const answer = await askAsProgram(viewer, {
      method: 'POST',
      path: '/api/v1/import',
      headers: { 'content-type': 'application/json', 'content-encoding': coding },
      body: 'x',
    })

    expect(answer).toMatchObject({ status: 415 })
  },
)

test('a body that never ends is given up', async () => {
  const viewer = await start({ limits: { requestTimeoutMs: 500 } })
  const answer = await sendRaw(
    viewer,
    `POST /api/v1/rebuild HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${viewer.accessToken}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{',
  )

  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
})

test('headers that never end are given up', async () => {
  const viewer = await start({ limits: { requestTimeoutMs: 500 } })

  expect(await sendRaw(viewer, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-')).toMatch(
    /^HTTP\/1\.1 408 /,
  )
})

test('who waits to be told to go on is not told so without a token', async () => {
  const viewer = await start()
  const answer = await sendRaw(
    viewer,
    'POST /api/v1/rebuild HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
      'Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n',
  )

  expect(answer).toMatch(/^HTTP\/1\.1 401 /)
})

test('who waits to be told to go on is told so when its body is wanted', async () => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })
  const answer = await sendRaw(
    viewer,
    `POST /api/v1/rebuild HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${viewer.accessToken}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n' +
      'Connection: close\r\n\r\n{}',
  )

  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /)
  expect(index.rebuilds).toBe(1)
})

test.each([
  '{"__proto__":{"deliver":true,"polluted":true},"subject":"a"}',
  '{"constructor":{"prototype":{"polluted":true}},"subject":"a"}',
])('the keys of %s are keys and nothing more', async (body) => {
  const requests: unknown[] = []
  const probe = {
    probe: async (request: unknown) => {
      requests.push(request)
      return { result: { isComplete: true, verdict: '', headers: [], text: '' }, spans: [] }
    },
  }
  const viewer = await start({ probe })
  const answer = await postAsProgram(viewer, '/api/v1/probe', body)

  expect(answer).toMatchObject({ status: 200 })
  expect(requests).toEqual([{ subject: 'a', headers: [], deliver: false }])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('markup in what is told comes as JSON that no browser takes for a page', async () => {
  const index = new ScriptedIndex()
  index.answer = () => ({ traces: [], narrowestTerm: SCRIPT })
  const viewer = await start({ index })
  const answer = await askAsProgram(viewer, { path: '/api/v1/traces' })

  expect(answer.json()).toEqual({ traces: [], narrowestTerm: SCRIPT })
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  })
})

test('what was asked for does not come back as markup in a problem either', async () => {
  const viewer = await start()
  const path = `/api/v1/messages/${encodeURIComponent(SCRIPT)}/1`
  const answer = await askAsProgram(viewer, { path })

  expect(answer).toMatchObject({ status: 400 })
  expect(answer.text).not.toContain('<')
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
})

test('a failure within the viewer tells nothing of this machine, and is told to who runs it', async () => {
  const errors: unknown[] = []
  const index = new ScriptedIndex()
  const failure = new Error('cannot open /srv/someone/.cache/index.db')
  index.answer = () => Promise.reject(failure)
  const viewer = await start({ index, onError: (error) => errors.push(error) })
  const answer = await askAsProgram(viewer, { path: '/api/v1/traces' })

  expect(answer).toMatchObject({ status: 500 })
  expect(answer.json()).toMatchObject({ code: 'VIEWER_FAILED' })
  expect(answer.text).not.toMatch(/home|index\.db|at /)
  expect(errors).toEqual([failure])
})

test('the failure of the index says nothing of its file', async () => {
  const index = new ScriptedIndex()
  index.answer = () =>
    Promise.reject(new ViewerError('INDEX_FAILED', '/srv/someone/index.db is not a database'))
  const viewer = await start({ index })
  const answer = await askAsProgram(viewer, { path: '/api/v1/traces' })

  expect(answer.json()).toMatchObject({ status: 503, code: 'INDEX_FAILED' })
  expect(answer.text).not.toContain('home')
})

test('a client that goes away in the middle of an answer harms nobody', async () => {
  const errors: unknown[] = []
  const index = new ScriptedIndex()
  const begun = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<object>()
  index.answer = () => {
    begun.resolve()
    return answered.promise
  }
  const viewer = await start({ index, onError: (error) => errors.push(error) })
  const socket = connect({ host: '127.0.0.1', port: viewer.port })
  socket.write(
    `GET /api/v1/traces HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${viewer.accessToken}\r\n\r\n`,
  )
  await begun.promise
  socket.resetAndDestroy()
  answered.resolve({ long: 'x'.repeat(10_000_000) })
  const next = await askAsProgram(viewer, { path: '/api/v1/facets', method: 'HEAD' })

  expect(next).toMatchObject({ status: 200 })
  expect(errors).toEqual([])
})

test('a page that is sent has a policy under which nothing but its own files runs', async () => {
  const viewer = await start()
  const cookie = await enter(viewer)
  const { headers } = await ask(viewer, { path: '/traces', headers: { cookie } })

  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
      "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  )
})

async function start(options: Partial<ServeViewerOptions> = {}): Promise<ViewerServer> {
  const viewer = await startViewerOver(options.index ?? new ScriptedIndex(), options)
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  return viewer
}

const SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(1)>'
