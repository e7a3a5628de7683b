import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

test('a server ends with the process that started it, when that exits', async () => {
  const { holder, monitorUrl, dir } = await holdServer()
  holder.stdin?.write('exit\n')
  await once(holder, 'exit')

  await expect.poll(() => answers(monitorUrl)).toBe(false)
  expect(existsSync(dir)).toBe(false)
})

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'a server ends with the process that started it, when that is killed by %s',
  async (signal) => {
    const { holder, monitorUrl, dir } = await holdServer()
    holder.kill(signal)
    await once(holder, 'exit')

    await expect.poll(() => answers(monitorUrl)).toBe(false)
    await expect.poll(() => existsSync(dir)).toBe(false)
  },
)

interface Held {
  readonly holder: ChildProcess
  readonly monitorUrl: string
  readonly dir: string
}

async function holdServer(): Promise<Held> {
  const program = fileURLToPath(new URL('hold-server.ts', import.meta.url))
  const holder = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void holder.kill('SIGKILL'))

  const [line] = await once(createInterface(holder.stdout), 'line')
  const { monitorUrl, dir }: Omit<Held, 'holder'> = JSON.parse(String(line))
  return { holder, monitorUrl, dir }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}
