import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { traceCommand } from '../src/commands/trace.ts'
import { fakeIo } from './fake-io.ts'

const REFERENCE = join(import.meta.dirname, '../../../docs/reference/cli.md')

test('the reference has every option of trace, with the variable that stands for it', async () => {
  const reference = await readFile(REFERENCE, 'utf8')
  const missing = traceCommand(fakeIo(), { exitCode: 0 })
    .options.flatMap(({ long, description }) => [long ?? '', ...variablesIn(description)])
    .filter((name) => !reference.includes(`\`${name}`))

  expect(missing).toEqual([])
})

function variablesIn(description: string): readonly string[] {
  return description.match(/NATS_\w+/g) ?? []
}
