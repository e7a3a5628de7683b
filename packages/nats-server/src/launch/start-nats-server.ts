import { resolveNatsServer } from '../resolve/resolve-nats-server.ts'
import type { ResolveOptions } from '../resolve/resolve-options.ts'
import { checkName } from './check-name.ts'
import { checkPort } from './check-port.ts'
import type { NatsServer, StopOptions } from './nats-server.ts'
import { Run } from './run.ts'
import { baseConfig, quote } from './server-config.ts'
import { startServer } from './start-server.ts'

/** What {@link startNatsServer} starts. */
export interface StartOptions extends ResolveOptions {
  /** The server's name, as traces show it. @default 'n1' */
  readonly name?: string
  /** Port for clients on 127.0.0.1. @default a free one, which the server chooses */
  readonly port?: number
  /** Whether the server stores streams. @default true */
  readonly jetstream?: boolean
  /** JetStream domain of its streams, such as `hub` beside leaf nodes with their own. @default none */
  readonly domain?: string
  /**
   * More of nats-server's own configuration, such as `accounts { … }`; wins over ours.
   *
   * @default ''
   */
  readonly config?: string
  /** Folder for streams, which then survive the server. @default one that is removed with it */
  readonly storeDir?: string
  /**
   * Folder in which the folder of this run is made.
   *
   * @default the system's folder for temporary files
   */
  readonly dir?: string
  /** How long the server may take to listen, in milliseconds. @default 15_000 */
  readonly timeoutMs?: number
}

const DEFAULTS = { name: 'n1', port: -1, jetstream: true, config: '', timeoutMs: 15_000 }
const GRACE_MS = 5000

/**
 * Starts one nats-server on loopback, and resolves when it takes connections.
 *
 * Takes some 60 ms when a server is found on this machine. A start that fails leaves nothing: no
 * process, no folder.
 *
 * @throws {@link NatsServerError} PORT_TAKEN, SERVER_START_FAILED, OPTION_INVALID, and what
 * {@link resolveNatsServer} throws
 */
export async function startNatsServer(options: StartOptions = {}): Promise<NatsServer> {
  const { name, port, jetstream, config, timeoutMs } = { ...DEFAULTS, ...options }
  checkName(name)
  checkPort('port', options.port)
  if (options.domain !== undefined) checkName(options.domain, 'domain')
  const server = await resolveNatsServer(options)

  const run = await Run.open(options.dir)
  try {
    const spec = {
      name,
      extraConfig: config,
      config: (dir: string) => {
        const streams = [
          `store_dir: ${quote(options.storeDir ?? dir)}`,
          ...(options.domain === undefined ? [] : [`domain: ${quote(options.domain)}`]),
        ]
        return [
          baseConfig(name, port, dir),
          ...(jetstream ? [`jetstream { ${streams.join(', ')} }`] : []),
        ].join('\n')
      },
    }
    const stop = ({ graceMs = GRACE_MS }: StopOptions) => run.close(graceMs)
    return await startServer(run, server, spec, { timeoutMs, signal: options.signal, stop })
  } catch (error) {
    await run.close(0)
    throw error
  }
}
