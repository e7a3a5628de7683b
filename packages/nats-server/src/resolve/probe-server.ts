import { access, constants, stat } from 'node:fs/promises'
import { parseVersionOutput, type Version } from '../version.ts'
import type { ResolveRequest } from './resolve-options.ts'
import { runCommand } from './run-command.ts'

/** What an executable turned out to be: a server of some version, or why it is none. */
export type Probe = { readonly version: Version } | { readonly reason: string }

const PROBE_TIMEOUT_MS = 10_000

/** Finds out whether `path` is a nats-server that runs here, by asking it for its version. */
export async function probeServer(path: string, request: ResolveRequest): Promise<Probe> {
  if (!(await isExecutableFile(path))) return { reason: 'is not an executable file' }

  const { env, signal } = request
  const options = { env, signal, timeoutMs: PROBE_TIMEOUT_MS }
  const { stdout, stderr, failure } = await runCommand(path, ['--version'], options)
  if (failure !== undefined) return { reason: `does not run: ${failure}` }

  const version = parseVersionOutput(`${stdout}\n${stderr}`)
  return version ? { version } : { reason: 'does not answer --version like a nats-server' }
}

/** Tells whether there is a file at `path` that this user may execute. */
export async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    // Whatever the reason, it cannot be run from here.
    return false
  }
}
