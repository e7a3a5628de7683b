import { plainText } from '@hopscope/path/text'
import type { ServerInfo } from '@nats-io/nats-core'
import { CliError } from '../cli-error.ts'
import type { Output } from '../io.ts'

/**
 * Warns of a server that traces with side effects.
 *
 * @throws {CliError} SERVER_TOO_OLD if it cannot trace at all
 */
export function checkServer({ server_name, version }: ServerInfo, stderr: Output): void {
  const name = plainText(server_name)
  const number = plainText(version)
  if (!isAtLeast(version, 11)) {
    throw new CliError('SERVER_TOO_OLD', `server ${name} is ${number}, tracing needs 2.11`, {
      hint: `upgrade ${name}, or name a newer server with --server or --context`,
    })
  }
  if (isAtLeast(version, 14)) return
  stderr.write(
    `warning: server ${name} is ${number}; servers 2.11 to 2.13 may rename traceparent, so that consumers lose the trace\n`,
  )
}

function isAtLeast(version: string, neededMinor: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  return major > 2 || (major === 2 && minor >= neededMinor)
}
