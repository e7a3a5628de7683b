import { portTaken } from '../launch/start-failure.ts'
import { checkPort } from '../launch/check-port.ts'
import { NatsServerError } from '../nats-server-error.ts'
import type { ResolveOptions } from '../resolve/resolve-options.ts'
import { areFree } from './hold-port.ts'

/** What {@link startCluster} and {@link startSuperCluster} have in common. */
export interface TopologyOptions extends ResolveOptions {
  /** Port for clients by the server's name. @default free ones, which the servers choose */
  readonly ports?: Readonly<Record<string, number>>
  /**
   * Folder in which the folder of this run is made.
   *
   * @default the system's folder for temporary files
   */
  readonly dir?: string
  /** How long the servers may take to be joined, in milliseconds. @default 30_000 */
  readonly timeoutMs?: number
}

/** What {@link TopologyOptions.timeoutMs} is when it is left out. */
export const DEFAULT_TIMEOUT_MS = 30_000

/**
 * Checks the option `ports` against the servers there will be, and against what is free.
 *
 * @throws {@link NatsServerError} OPTION_INVALID when it names another server or no port, PORT_TAKEN
 */
export async function checkPorts(
  ports: Readonly<Record<string, number>>,
  names: readonly string[],
): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    checkPort(`ports.${name}`, port)
    if (!names.includes(name)) {
      const known = names.join(', ')
      throw new NatsServerError('OPTION_INVALID', `ports names ${name}, the servers are ${known}`)
    }
    if (!(await areFree([port]))) throw portTaken(name, port)
  }
}
