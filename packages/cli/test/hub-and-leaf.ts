import { startNatsServer, type NatsServer } from '@hopscope/nats-server'

/** A hub and its leaf node, each with streams in a JetStream domain of its own. */
export interface HubAndLeaf extends AsyncDisposable {
  readonly hub: NatsServer
  readonly leaf: NatsServer
}

/** Starts a hub in domain `hub`, and a leaf node in domain `edge`. */
export async function startHubAndLeaf(): Promise<HubAndLeaf> {
  const listen = 'leafnodes { listen: "127.0.0.1:-1" }'
  const hub = await startNatsServer({ name: 'HUB', domain: 'hub', config: listen })
  const remote = `leafnodes { remotes: [ { url: "nats://127.0.0.1:${await leafPort(hub)}" } ] }`
  const leaf = await startNatsServer({ name: 'EDGE', domain: 'edge', config: remote })
  return {
    hub,
    leaf,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([leaf.stop(), hub.stop()])
    },
  }
}

// Only the monitoring page tells which port the server chose for leaf nodes.
async function leafPort({ monitorUrl }: NatsServer): Promise<number> {
  const response = await fetch(`${monitorUrl}/varz`)
  const varz: { readonly leaf: { readonly port: number } } = JSON.parse(await response.text())
  return varz.leaf.port
}
