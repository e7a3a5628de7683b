import { execFile } from 'node:child_process'

/** Where and for how long a program runs. */
export interface CommandOptions {
  readonly env: NodeJS.ProcessEnv
  readonly timeoutMs: number
  readonly cwd?: string
  readonly signal?: AbortSignal | undefined
}

/** What a program printed, and why it failed, in one line; undefined when it did not. */
export interface CommandResult {
  readonly stdout: string
  readonly stderr: string
  readonly failure: string | undefined
}

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024

/** Runs a program to its end; rejects only with the signal's reason. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  options.signal?.throwIfAborted()

  return new Promise((resolve, reject) => {
    const settings = {
      env: options.env,
      timeout: options.timeoutMs,
      maxBuffer: MAX_OUTPUT_BYTES,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }
    execFile(command, args, settings, (error, stdout, stderr) => {
      if (options.signal?.aborted) return reject(options.signal.reason)

      const failure = error ? describe(command, error, stderr, options.timeoutMs) : undefined
      return resolve({ stdout, stderr, failure })
    })
  })
}

/** Runs a program whose failure is the end of what is being done: rejects with it. */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const result = await runCommand(command, args, options)
  if (result.failure !== undefined) throw new Error(result.failure)
  return result
}

function describe(
  command: string,
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  stderr: string,
  timeoutMs: number,
): string {
  if (error.code === 'ENOENT') return `${command} is not on this machine`
  if (typeof error.code === 'string') return `${command} cannot be run (${error.code})`
  if (error.killed) return `${command} did not end within ${timeoutMs / 1000} s`

  const complaint = stderr.trim().split('\n').at(-1) ?? ''
  return complaint === '' ? `${command} failed` : `${command} failed: ${complaint}`
}
