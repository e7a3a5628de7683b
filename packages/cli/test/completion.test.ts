import { execFile } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { temporaryFolder } from './temporary-folder.ts'

test.each([
  [['hopscope', 'tr'], ['trace']],
  [
    ['hopscope', 'trace', 'orders.new', '--js'],
    ['--json', '--js-domain', '--js-api-prefix'],
  ],
  [
    ['hopscope', 'trace', '--format', ''],
    ['text', 'json', 'ndjson', 'mermaid', 'dot'],
  ],
  [['hopscope', 'trace', '--format', '=', 'm'], ['mermaid']],
  [
    ['hopscope', 'trace', '--format', '='],
    ['text', 'json', 'ndjson', 'mermaid', 'dot'],
  ],
  [['hopscope', 'help', 'de'], ['demo']],
  [['hopscope', 'trace', '--save', ''], []],
  [['hopscope', 'dl'], ['dlq']],
  [
    ['hopscope', 'stream', ''],
    ['ensure', 'info', 'setup', 'help'],
  ],
  [['hopscope', 'dlq', 'replay', '--rem'], ['--remove']],
  [['hopscope', 'dlq', '-'], ['--help']],
  [
    ['hopscope', 'bridge', '--log', ''],
    ['text', 'json'],
  ],
])('bash completes %j', async (words, candidates) => {
  await using folder = await temporaryFolder()
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const command = `#!/bin/sh\nexec "${process.execPath}" --conditions=@hopscope/source "${main}" "$@"\n`
  await writeFile(folder.file('hopscope'), command)
  await chmod(folder.file('hopscope'), 0o755)
  const { stdout: script } = await runInFake(['completion', 'bash'])
  const typed = words.map((word) => `'${word}'`).join(' ')
  const shell = `${script}
COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}
_hopscope '${folder.file('hopscope')}'
printf '%s\\n' "\${COMPREPLY[@]}"`

  const { stdout } = await promisify(execFile)('bash', ['-c', shell])

  expect(stdout.split('\n').filter(Boolean)).toEqual(candidates)
})

test.each(['bash', 'zsh', 'fish'])('there is a script for %s', async (shell) => {
  const { exitCode, stdout, stderr } = await runInFake(['completion', shell])

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatchSnapshot()
})

test('another shell is wrong usage', async () => {
  expect(await runInFake(['completion', 'tcsh'])).toMatchObject({ exitCode: 2, stdout: '' })
})
