import { NatsServerError, startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { startViewer, type Viewer } from '@hopscope/viewer'
import { connect } from '@nats-io/transport-node'
import { readFile } from 'node:fs/promises'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { deadLetterPort } from '../viewer/dead-letter-port.ts'
import { tellErrors } from '../viewer/tell-errors.ts'
import { toViewerOptions } from '../viewer/to-viewer-options.ts'
import { untilInterrupted } from '../viewer/until-interrupted.ts'
import { welcome } from '../viewer/welcome.ts'
import { UP_CONFIG } from './server-config.ts'
import type { UpFlags } from './up-flags.ts'

/**
 * Starts a nats-server with everything that tracing needs, and the page over it, until the person ends
 * it. Nothing of it is left then.
 *
 * @throws {CliError} FILE_INVALID, INTERRUPTED
 * @throws what starting a server and opening the page throw
 */
export async function runUp(io: Io, flags: UpFlags): Promise<void> {
  const more = flags.config === undefined ? '' : await readConfig(flags.config)
  await using server = await startServer(io, flags, more)
  await using connection = await connect({
    servers: server.url,
    name: 'hopscope up',
    maxReconnectAttempts: -1,
  })
  await ensureTelemetryStream(connection, { storage: 'memory', maxBytes: 256 * 1024 ** 2 })
  await using viewer: Viewer = await orInterrupt(
    startViewer({
      ...toViewerOptions({ otlp: true, ...flags }),
      onError: tellErrors(io),
      connection,
      canPublish: true,
      deadLetters: deadLetterPort(connection, []),
    }),
    io.signal,
  )
  if (!flags.json) tellServer(io, server)
  welcome(io, viewer, { ...flags, natsUrl: server.url })
  await untilInterrupted(io.signal)
}

// It cleans up behind itself, and says by an error of its own that it was ended.
async function startServer(io: Io, { natsPort }: UpFlags, more: string): Promise<NatsServer> {
  try {
    return await startNatsServer({
      name: 'hopscope',
      port: natsPort,
      env: io.env,
      signal: io.signal,
      config: `${UP_CONFIG}\n${more}`,
      onProgress: (line) => io.stderr.write(`${line}\n`),
    })
  } catch (error) {
    if (io.signal.aborted) throw new CliError('INTERRUPTED', 'interrupted', { cause: error })
    if (!(error instanceof NatsServerError) || error.code !== 'PORT_TAKEN') throw error
    throw new NatsServerError(error.code, error.message, {
      hint: `${error.hint ?? ''}: --nats-port is the one for clients`,
      cause: error,
    })
  }
}

async function readConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('FILE_INVALID', `the configuration cannot be read: ${reason}`, {
      hint: 'give a file of nats-server configuration with --config',
      cause: error,
    })
  }
}

function tellServer({ stderr }: Io, { url, version }: NatsServer): void {
  stderr.write(`nats-server ${version} at ${url}, traced messages are kept in memory\n`)
}
