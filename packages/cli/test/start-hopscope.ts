import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** What a command printed and how it ended. */
interface Ended {
  /** As a shell tells it: 128 and more if a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A `hopscope` that runs as a process of its own, from source. */
export interface RunningHopscope {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Waits until stderr has what matches; rejects if the command ends before. */
  readonly until: (pattern: RegExp) => Promise<void>
}

export function startHopscope(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningHopscope {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@hopscope/source', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: undefined, ...env },
  })
  // Also after a test that failed; what it started in turn sees to its own end.
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 128 + constants.signals[signal ?? 'SIGKILL'], stdout, stderr })
    }),
  )
  return {
    child,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stderr)) resolve()
        }
        child.stderr.on('data', look)
        child.once('close', () => reject(new Error(`it ended before ${pattern}:\n${stderr}`)))
        look()
      }),
  }
}
