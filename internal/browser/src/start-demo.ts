import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A shop that is open, with its page. */
export interface Demo extends AsyncDisposable {
  /** Lets one browser in, once. */
  readonly link: string
}

/** Opens the shop of `hopscope demo`, and resolves when its first orders are through. */
export async function startDemo(orders: number): Promise<Demo> {
  const args = ['demo', '--orders', String(orders), '--keep']
  const child = spawn(process.execPath, ['--conditions=@hopscope/source', MAIN, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = Promise.withResolvers<void>()
  const open = Promise.withResolvers<void>()
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    if (stderr.includes('the shop stays open')) open.resolve()
  })
  child.once('close', () => {
    ended.resolve()
    open.reject(new Error(`the demo ended:\n${stderr}`))
  })
  const tooLate = setTimeout(() => {
    open.reject(new Error(`the demo is not open after ${OPEN_TIMEOUT_MS / 1000} s:\n${stderr}`))
  }, OPEN_TIMEOUT_MS)
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    await ended.promise
  }
  try {
    await open.promise
    const link = /see the orders at (\S+)/.exec(stderr)?.[1]
    if (link === undefined) throw new Error(`the demo has no page:\n${stderr}`)
    return { link, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(tooLate)
  }
}

const MAIN = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url))

/** Eleven servers and five services on two cores that are busy with other tests too. */
const OPEN_TIMEOUT_MS = 110_000
