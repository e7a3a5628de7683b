import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { promisify } from 'node:util'

/** How long a tool may take, in milliseconds, packages that it downloads included. */
export const BUILD_TIMEOUT_MS = 240_000

/**
 * Runs a tool of a language to its end, and has what it printed.
 *
 * @throws Error if it fails, or takes longer than {@link BUILD_TIMEOUT_MS}
 */
export async function execute(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(file, args, {
    cwd,
    timeout: BUILD_TIMEOUT_MS,
  })
  return stdout + stderr
}

/**
 * Runs a tool that downloads packages, as {@link execute} does.
 *
 * @throws {@link DownloadError} if it fails
 */
export async function download(file: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await execute(file, args, cwd)
  } catch (error) {
    const message = `${basename(file)} could not download packages, for which it needs a network once`
    throw new DownloadError(message, { cause: error })
  }
}

/** The packages of a language are out of reach: a machine may be offline. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError'
}
