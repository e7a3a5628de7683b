import type { NatsServer } from '../launch/nats-server.ts'
import { NatsServerError } from '../nats-server-error.ts'
import { readLinks, readServerId } from './monitor.ts'
import { STEERED } from './super-cluster-plan.ts'

/**
 * Checks that the gateways of the steered server reach the servers they should.
 *
 * @throws {@link NatsServerError} GATEWAY_DIVERTED
 */
export async function checkSteering(servers: readonly NatsServer[]): Promise<void> {
  const steered = servers.find(({ name }) => name === STEERED.name)
  const links = steered && (await readLinks(steered))
  for (const [cluster, peer] of STEERED.peers) {
    const server = servers.find(({ name }) => name === peer)
    const id = server && (await readServerId(server))
    if (id !== undefined && links?.gateways.get(cluster) === id) continue

    throw new NatsServerError(
      'GATEWAY_DIVERTED',
      `the gateway of ${STEERED.name} to cluster ${cluster} reached another server than ${peer}`,
      { hint: 'start again when the machine is less busy' },
    )
  }
}
