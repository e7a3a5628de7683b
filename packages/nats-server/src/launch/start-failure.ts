import { NatsServerError } from '../nats-server-error.ts'
import type { ServerProcess } from './server-process.ts'

// Linux and macOS, then Windows.
const IN_USE = /:(\d+)[,:].*(?:address already in use|Only one usage of each socket address)/

/** Says why a server ended that should have started, by what it wrote last. */
export function startFailure(server: ServerProcess): NatsServerError {
  const reason = lastComplaint(server.log(), server.dir)
  const port = IN_USE.exec(reason)?.[1]
  if (port !== undefined) return portTaken(server.name, Number(port))

  return new NatsServerError('SERVER_START_FAILED', `${server.name} did not start: ${reason}`, {
    hint: 'the reason is in the words of the server; extra.conf holds the text of option config',
  })
}

/** Says that a server cannot listen where it was told to. */
export function portTaken(name: string, port: number): NatsServerError {
  return new NatsServerError('PORT_TAKEN', `${name} cannot have port ${port}: it is taken`, {
    hint: `stop what listens on port ${port}, or give another port`,
  })
}

/** The last thing a server called fatal, else the last it wrote; without time and folder. */
export function lastComplaint(log: string, dir: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const fatal = lines.findLast((line) => line.includes('[FTL]'))
  const line = fatal ?? lines.at(-1) ?? 'it wrote nothing'
  return line
    .replace(/^.*?\[(?:FTL|ERR|INF|WRN)\] /, '')
    .replace(/^nats-server: /, '')
    .replaceAll(`${dir}/`, '')
    .trim()
}
