import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { traceCommand } from '../src/commands/trace.ts'
import { summarizeRuns } from '../src/trace/count/summarize-runs.ts'
import { fakeIo } from './fake-io.ts'
import { runInFake } from './run-in-fake.ts'

const REFERENCE = join(import.meta.dirname, '../../../docs/reference/cli.md')

test('the reference has every option of trace, with the variable that stands for it', async () => {
  const reference = await readFile(REFERENCE, 'utf8')
  const missing = traceCommand(fakeIo(), { exitCode: 0 })
    .options.flatMap(({ long, description }) => [long ?? '', ...variablesIn(description)])
    .filter((name) => !reference.includes(`\`${name}`))

  expect(missing).toEqual([])
})

test('the reference has every field of the documents that are printed', async () => {
  const reference = await readFile(REFERENCE, 'utf8')
  const [before, after] = [recording('seedexact-deliver'), recording('synthetic-skew')]
  const link = { from: 'n1', to: 'n2', latencyMs: 2, uncertaintyMs: 1, clock: 'bounded' } as const
  const subscriber = { server: 'n1', name: '', cid: 1, subscription: 'a', queue: 'q' }
  const run = { complete: true, received: true, subscribers: [subscriber], links: [link] }
  const documents = [
    (await runInFake(['trace', '--replay', after, '--json'])).stdout,
    (await runInFake(['trace', '--diff', before, after, '--json'])).stdout,
    JSON.stringify(summarizeRuns([run], { subject: 'orders.new', dryRun: true })),
  ]
  const missing = documents
    .flatMap(fieldsIn)
    .filter(
      (field) =>
        !new RegExp(`\`(?:[\\w[\\].]+\\.)?${field}(?:\\[\\]|\\.[\\w.]+)?\``).test(reference),
    )

  expect(missing).toEqual([])
})

function recording(name: string): string {
  return join(import.meta.dirname, `../../path/test/fixtures/server-events/${name}.json`)
}

// Headers of a message are fields too, but not ours.
function fieldsIn(document: string): readonly string[] {
  const fields = new Set<string>()
  JSON.parse(document, (field, value: unknown) => {
    if (field !== '' && !/^(?:\d+|Nats-.*)$/.test(field)) fields.add(field)
    return value
  })
  return [...fields]
}

function variablesIn(description: string): readonly string[] {
  return description.match(/NATS_\w+/g) ?? []
}
