import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { execFile } from 'node:child_process'
import { lstat, readFile, symlink, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runInFake, type Outcome } from './run-in-fake.ts'
import { temporaryFolder } from './temporary-folder.ts'

let server: NatsServer
beforeAll(async () => {
  server = await startNatsServer()
})
afterAll(() => server.stop())

test('--save writes to the file that a link leads to', async () => {
  await using folder = await temporaryFolder()
  const [file, link] = [folder.file('real.json'), folder.file('link.json')]
  await writeFile(file, 'an older trace')
  await symlink(file, link)
  await saving(link)

  expect((await lstat(link)).isSymbolicLink()).toBe(true)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ subject: 'orders.new' })
})

test.runIf(process.platform === 'linux')('--save writes to a pipe, and leaves it one', async () => {
  await using folder = await temporaryFolder()
  const pipe = folder.file('pipe')
  await promisify(execFile)('mkfifo', [pipe])
  const [saved] = await Promise.all([readFile(pipe, 'utf8'), saving(pipe)])

  expect(JSON.parse(saved)).toMatchObject({ subject: 'orders.new' })
  expect((await lstat(pipe)).isFIFO()).toBe(true)
})

test.runIf(process.platform === 'linux').each([
  ['/dev/full', 'no space is left', 'make room, or name a file elsewhere'],
  ['/proc', 'it is a folder', 'name a file in a folder that is there and that you may write to'],
  ['/nowhere/trace.json', 'its folder is not there', 'name a file in a folder that is there'],
])(
  '--save says why %s cannot be written, after the trace was shown',
  async (file, reason, hint) => {
    const { exitCode, stdout, stderr } = await saving(file)

    expect(exitCode).toBe(1)
    expect(stdout).toContain('n1')
    expect(stderr).toContain(`error: "${file}" cannot be written: ${reason}`)
    expect(stderr).toContain(`hint: ${hint}`)
  },
)

test('what is not as expected is told also when the trace cannot be saved', async () => {
  const { exitCode, stderr } = await saving('/nowhere/trace.json', '--expect', 'stream=ORDERS')

  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^error: expected stream ORDERS, got none\nerror: "\/nowhere/)
})

function saving(file: string, ...args: readonly string[]): Promise<Outcome> {
  return runInFake(['trace', 'orders.new', '-s', server.url, '--save', file, ...args])
}
