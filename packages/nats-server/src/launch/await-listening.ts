import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NatsServerError } from '../nats-server-error.ts'
import type { ServerProcess } from './server-process.ts'
import { startFailure } from './start-failure.ts'
import { waitFor } from './wait-for.ts'

/** Where a server listens. */
export interface Listening {
  /** For clients, as in `nats://127.0.0.1:4222`. */
  readonly url: string
  /** For monitoring, as in `http://127.0.0.1:8222`; absent when monitoring is off. */
  readonly monitorUrl?: string
}

const INTERVAL_MS = 10

/**
 * Waits until a server has written the file that says where it listens.
 *
 * @throws {@link NatsServerError} PORT_TAKEN, SERVER_START_FAILED
 */
export async function awaitListening(
  server: ServerProcess,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Listening> {
  const look = async (): Promise<Listening | undefined> => {
    if (!server.isRunning) {
      await server.ended
      throw startFailure(server)
    }
    return readPortsFile(server.dir)
  }
  const listening = await waitFor(look, { timeoutMs, intervalMs: INTERVAL_MS, signal })
  if (listening) return listening

  throw new NatsServerError(
    'SERVER_START_FAILED',
    `${server.name} did not listen within ${timeoutMs} ms`,
    { hint: 'raise timeoutMs on a machine that is slow or busy' },
  )
}

/** What nats-server writes to its `ports_file_dir`; other kinds of port are there too. */
interface PortsFile {
  readonly nats?: readonly string[]
  readonly monitoring?: readonly string[]
}

async function readPortsFile(dir: string): Promise<Listening | undefined> {
  const name = (await readdir(dir)).find((file) => file.endsWith('.ports'))
  if (name === undefined) return undefined

  const ports = parsePorts(await readFile(join(dir, name), 'utf8'))
  const url = ports?.nats?.[0]
  if (url === undefined) return undefined

  const monitorUrl = ports?.monitoring?.[0]
  return monitorUrl === undefined ? { url } : { url, monitorUrl }
}

function parsePorts(text: string): PortsFile | undefined {
  try {
    return JSON.parse(text)
  } catch {
    // Half written: the next look sees it whole.
    return undefined
  }
}
