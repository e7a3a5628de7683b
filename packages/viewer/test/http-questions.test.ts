import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import type { ViewerServer } from '../src/http/serve-viewer.ts'
import { askAsProgram, ScriptedIndex, startViewerOver } from './http-fixture.ts'

test('a question whose asker has gone is not asked, and those behind it are', async () => {
  const index = new ScriptedIndex()
  const busy = Promise.withResolvers<unknown>()
  index.answer = () => busy.promise
  const viewer = await startViewerOver(index)
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  const first = [search(viewer, 'a'), search(viewer, 'b')]
  await expect.poll(() => index.asked).toHaveLength(2)
  await searchAndGo(viewer, 'gone')
  const last = search(viewer, 'last')
  busy.resolve({ traces: [] })

  expect((await Promise.all([...first, last])).map(({ status }) => status)).toEqual([200, 200, 200])
  expect(index.asked).toMatchObject([{ query: 'a' }, { query: 'b' }, { query: 'last' }])
})

test('a question that fails keeps no other from its turn', async () => {
  const index = new ScriptedIndex()
  index.answer = () => Promise.reject(new Error('no'))
  const viewer = await startViewerOver(index)
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((q) => search(viewer, q)))

  expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500])
})

function search(viewer: ViewerServer, query: string) {
  return askAsProgram(viewer, { path: `/api/v1/traces?q=${query}` })
}

/** Asks, and goes when the viewer has the question; another one tells when it saw that. */
async function searchAndGo(viewer: ViewerServer, query: string): Promise<void> {
  const asked = request({
    port: viewer.port,
    path: `/api/v1/traces?q=${query}`,
    headers: { authorization: `Bearer ${viewer.accessToken}` },
  })
  const gone = new Promise((resolve) => asked.once('close', resolve))
  asked.on('error', () => {})
  asked.end(() => asked.destroy())
  await gone
  await askAsProgram(viewer, { path: '/api/v1/openapi.json' })
}
