import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CliError } from '../cli-error.ts'
import type { Env } from './env.ts'

/**
 * Runs a program to its end, and gives what it printed.
 *
 * @throws {CliError} CREDENTIALS_INVALID if it is not there or fails; nothing of it holds what the
 *   program printed, which may be secret
 */
export async function capture(program: string, args: readonly string[], env: Env): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { env: { ...env } })
    return stdout
  } catch (error) {
    throw new CliError('CREDENTIALS_INVALID', describe(program, error))
  }
}

function describe(program: string, error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) return `${program} failed`
  if (error.code === 'ENOENT') return `${program} is not installed`

  const complaint = 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : ''
  return `${program} failed with exit code ${String(error.code)}${complaint && `: ${complaint}`}`
}
