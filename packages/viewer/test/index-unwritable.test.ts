import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { startViewerOver, postAsProgram } from './http-fixture.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'
import { find } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000 })

test('what is added and cannot be written is counted, and what is added with it is taken', async () => {
  await using index = await openTraceIndex({ path: await pathOfRefusing('poison') })

  const added = await index.add([
    spansOf('shop', [span(1, 1)]),
    spansOf('poison', [span(2, 2)]),
    spansOf('shop', [span(3, 3)]),
  ])

  expect(added).toMatchObject({
    traceIds: [traceIdOf(1), traceIdOf(3)],
    spans: 2,
    unreadable: 1,
    problem: expect.stringContaining('it is poison'),
  })
  expect(await find(index, '')).toEqual([traceIdOf(3), traceIdOf(1)])
})

test('a file that cannot be written is refused as one that is at fault itself', async () => {
  await using index = await openTraceIndex({ path: await pathOfRefusing('poison') })
  await using viewer = await startViewerOver(index)

  expect(await postAsProgram(viewer, '/api/v1/import', POISON)).toMatchObject({ status: 422 })
})

test('a sender of OTLP that cannot be written is told not to send it again', async () => {
  await using index = await openTraceIndex({ path: await pathOfRefusing('poison') })
  await using viewer = await startViewerOver(index, { otlp: { port: 0 } })

  const answer = await fetch(`${viewer.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: POISON,
  })

  expect(answer.status).toBe(400)
  expect(answer.headers.get('retry-after')).toBeNull()
})

const POISON = JSON.stringify({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'poison' } }] },
      scopeSpans: [{ spans: [{ traceId: traceIdOf(1), spanId: '1'.repeat(16), name: 'x' }] }],
    },
  ],
})

/** The file of an index that takes no span of a service. */
async function pathOfRefusing(service: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'viewer-index-')), 'index.db')
  const index = await openTraceIndex({ path })
  await index[Symbol.asyncDispose]()
  const database = new DatabaseSync(path)
  database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON spans
    WHEN NEW.service = (SELECT id FROM names WHERE text = '${service}')
    BEGIN SELECT RAISE(ABORT, 'it is poison'); END`)
  database.close()
  return path
}
