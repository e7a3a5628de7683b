import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { AddedRecord } from '../src/trace-index/trace-index.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'
import { ask, find } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

test.each(['memory', 'a file'])(
  'what is added to an index in %s while its worker ends is there once',
  async (where) => {
    const worker = nextWorker()
    await using index = await openTraceIndex(where === 'a file' ? { path: temporaryPath() } : {})

    const added = index.add([order(1)])
    await (await worker).terminate()

    expect(await added).toMatchObject({ spans: 1, traceIds: [traceIdOf(1)] })
    expect(await find(index, '')).toEqual([traceIdOf(1)])
    expect(await ask(index, { type: 'index-status' })).toMatchObject({ spans: 1 })
  },
)

test('what is added is refused when the worker ends with it a second time', async () => {
  const first = nextWorker()
  await using index = await openTraceIndex()
  const numbers = Array.from({ length: 5_000 }, (_, at) => at)
  const large = spansOf(
    'shop',
    numbers.map((at) => span(at, at)),
  )
  const refused = index.add([large]).catch((error: unknown) => error)
  const second = nextWorker()
  await (await first).terminate()
  const restarted = await second
  await new Promise((resolve) => restarted.once('message', resolve))
  await restarted.terminate()

  expect(await refused).toMatchObject({
    code: 'INDEX_FAILED',
    message: 'the index was started again',
    hint: 'ask again',
  })
  expect(await ask(index, { type: 'index-status' })).toMatchObject({ spans: 0 })
})

function order(number: number): AddedRecord {
  return spansOf('shop', [span(number, number)])
}

// Node tells of every worker that is started.
function nextWorker(): Promise<Worker> {
  return new Promise((resolve) => process.once('worker', resolve))
}

function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-index-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'index.db')
}
