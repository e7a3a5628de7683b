import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { openDatabase } from '../src/trace-index/store/open-database.ts'
import { SCHEMA_VERSION } from '../src/trace-index/store/schema.ts'
import { span, spansOf, traceIdOf } from './index-spans.ts'
import { ask, find } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const isRoot = process.getuid?.() === 0
const canLimitFiles = process.platform !== 'win32'

test('an index of a newer schema is built anew, and says so', async () => {
  const path = join(temporaryFolder(), 'index.db')
  {
    await using index = await openTraceIndex({ path })
    await index.add([spansOf('shop', [span(1, 1)])])
  }
  setVersion(path, SCHEMA_VERSION + 1)

  await using index = await openTraceIndex({ path })

  expect(await find(index, '')).toEqual([])
  expect(await ask(index, { type: 'index-status' })).toMatchObject({ rebuiltBecause: 'schema' })
  await index.add([spansOf('shop', [span(2, 2)])])
  expect(await find(index, '')).toEqual([traceIdOf(2)])
})

test.skipIf(isRoot)(
  'an index in a folder that may not be written is refused, with a way out',
  () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)

    expect(failureOf(join(folder, 'index.db'))).toMatchObject({
      code: 'INDEX_FAILED',
      message: expect.stringContaining('permission denied'),
      hint: expect.stringContaining('give a path that may be written'),
    })
  },
)

test.skipIf(isRoot)(
  'an index whose folder may not be written any more is refused, and kept',
  () => {
    const folder = temporaryFolder()
    const path = join(folder, 'index.db')
    openDatabase(path).database.close()
    chmodSync(folder, 0o500)

    expect(failureOf(path)).toMatchObject({
      code: 'INDEX_FAILED',
      hint: expect.stringContaining('give a path that may be written'),
    })
    chmodSync(folder, 0o700)
    expect(openDatabase(path)).not.toHaveProperty('rebuiltBecause')
  },
)

test('an index whose path is that of a folder is refused, and the folder kept', () => {
  const folder = temporaryFolder()

  expect(failureOf(folder)).toMatchObject({ code: 'INDEX_FAILED', hint: expect.any(String) })
  chmodSync(folder, 0o700)
})

test.runIf(canLimitFiles)(
  'an index whose file cannot grow refuses what is new, says so, and still answers',
  async () => {
    const path = join(temporaryFolder(), 'index.db')
    const program = fileURLToPath(new URL('index-filler.ts', import.meta.url))
    const node = [process.execPath, '--conditions=@hopscope/source', program, path]
    const limited = ['-c', 'ulimit -f 2048; exec "$@"', 'bash', ...node]

    const { stdout } = await promisify(execFile)('bash', limited)
    const { added, error, status, list } = JSON.parse(stdout)

    expect(error).toMatchObject({ code: 'INDEX_FAILED', message: expect.stringMatching(/disk/) })
    expect(added).toBeGreaterThan(10)
    expect(status).toMatchObject({ state: 'failed', spans: added })
    expect(list.traces).toHaveLength(added)
  },
)

function setVersion(path: string, version: number): void {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA user_version = ${version}`)
  database.close()
}

function failureOf(path: string): unknown {
  try {
    openDatabase(path).database.close()
    return undefined
  } catch (error) {
    return error
  }
}

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hopscope-index-'))
  onTestFinished(() => {
    chmodSync(path, 0o700)
    rmSync(path, { recursive: true, force: true })
  })
  return path
}
