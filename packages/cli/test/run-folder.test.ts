import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startTimeOf } from '../src/demo/processes.ts'
import { RunFolder } from '../src/demo/run-folder.ts'

test('a folder is removed when it is closed', async () => {
  const parent = await temporaryFolder()

  const folder = await RunFolder.create(parent)
  const wasThere = existsSync(folder.path)
  await folder[Symbol.asyncDispose]()

  expect([wasThere, existsSync(folder.path)]).toEqual([true, false])
})

test('two demos at once leave each other alone', async () => {
  const parent = await temporaryFolder()
  const first = await RunFolder.create(parent)
  const work = sleeper(first.path)

  const second = await RunFolder.create(parent)

  expect(existsSync(first.path)).toBe(true)
  expect(second.path).not.toBe(first.path)
  expect(await startTimeOf(work.pid ?? 0)).toBeDefined()
})

test('the processes of a demo that is gone are ended, and its folder with them', async () => {
  const parent = await temporaryFolder()
  const left = join(parent, `run-${process.pid}-other-abc`)
  await mkdir(left)
  const child = sleeper(join(left, 'C1N1', 'server.conf'))
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  const neighbour = sleeper(`${left}-and-more`)

  await RunFolder.create(parent)

  expect(await ended).toBe('SIGKILL')
  expect(existsSync(left)).toBe(false)
  expect(await startTimeOf(neighbour.pid ?? 0)).toBeDefined()
})

test('a parent that cannot be written to is named', async () => {
  await expect(RunFolder.create('/proc/hopscope')).rejects.toMatchObject({
    code: 'DEMO_FAILED',
    message: 'the demo cannot write to /proc/hopscope',
  })
})

/** A process that does nothing, with `argument` in its command line. */
function sleeper(argument: string): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', argument], {
    stdio: 'ignore',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'run-folder-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
