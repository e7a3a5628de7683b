import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { readReviewed } from '../src/observed/reviewed.ts'
import { replay } from '../src/replay.ts'
import { readFixture } from '../src/recorded/fixture.ts'

// Recordings that were tampered with: had nestjs-jetstream done that, ours would be another.

test.each([
  ['01-event', 'writes[0].headers', '"x-subject",', '"X-Subject",'],
  ['01-event', 'writes[0].payload', '"payload": "{\\"id\\":1}"', '"payload": "{ \\"id\\":1}"'],
  ['01-event', 'reads[0].written', '"payload": "+ACK"', '"payload": "-NAK"'],
  [
    '01-event',
    'processes[orders.created 1].parent',
    '"729fa91f25e0acdc",\n',
    '"0000000000000001",\n',
  ],
  ['02-event-record', 'handlers[orders.created 1].baggage', '"eu west"', '"eu east"'],
  ['12-rpc-core-error-rpcexception', 'writes[0].outcome', '"err": {', '"ok": {'],
  ['30-rpc-js', 'reads[0].reply.payload', '{\\"charged\\":5}', '{\\"charged\\":6}'],
  [
    '40-retry',
    'handlers[orders.flaky 3].deliveryCount',
    '"deliveryCount": 3',
    '"deliveryCount": 4',
  ],
  ['41-ctx-retry', 'reads[0].written', '300000000', '400000000'],
  ['44-dlq-business-error', 'reads[0].written', '+TERM Moved to DLQ stream', '+TERM Moved'],
  [
    '44-dlq-business-error',
    'reads[0].dead letter.headers.x-dead-letter-reason',
    '"none left"',
    '"?"',
  ],
  [
    '90-infrastructure',
    'consumers.orders__microservice_ev-stream.max_deliver',
    '"max_deliver": 3',
    '"max_deliver": 5',
  ],
])('of %s it notices another %s', async (id, field, from, to) => {
  const file = await tampered(id, from, to)
  const { unreviewed } = await replay(await readFixture(file), await readReviewed())

  expect(unreviewed.map((one) => one.field)).toContain(field)
})

test('the command prints a line a file, and fails when one is another', async () => {
  const good = fileURLToPath(new URL('fixtures/01-event.json', import.meta.url))
  const bad = await tampered('05-broadcast', '"payload": "+ACK"', '"payload": "-NAK"')

  expect(await run(good)).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^ok 01-event: .+\n$/) as string,
  })
  expect(await run(good, bad)).toEqual({
    code: 1,
    stdout: expect.stringMatching(
      /^ok 01-event: .+\nnot ok 05-broadcast: 1 difference,.+\n {2}reads/,
    ) as string,
  })
})

/** The path of a copy of a recording with something else in it. */
async function tampered(id: string, from: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'replay-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const text = await readFile(new URL(`fixtures/${id}.json`, import.meta.url), 'utf8')
  const other = text.replaceAll(from, to)
  if (other === text) throw new Error(`${id} has no ${from}`)
  const file = join(folder, `${id}.json`)
  await writeFile(file, other)
  return file
}

async function run(...files: readonly string[]): Promise<{ code: number; stdout: string }> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const args = ['--conditions=@hopscope/source', main, ...files]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args)
    return { code: 0, stdout }
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string }
    return { code, stdout }
  }
}
