import { startNatsServer, type NatsServer, type StartOptions } from '@hopscope/nats-server'

/** Starts a leaf node of a server, which others may be leaf nodes of in turn. */
export async function startLeaf(
  hub: NatsServer,
  { login, ...options }: StartOptions & { readonly login?: string },
): Promise<NatsServer> {
  const user = login === undefined ? '' : `${login}:${login}@`
  const url = `nats://${user}127.0.0.1:${await leafPort(hub)}`
  return startNatsServer({
    jetstream: false,
    config: `leafnodes { listen: "127.0.0.1:-1", remotes: [ { url: "${url}" } ] }`,
    ...options,
  })
}

// Only the monitoring page tells which port the server chose for leaf nodes.
async function leafPort({ monitorUrl }: NatsServer): Promise<number> {
  const response = await fetch(`${monitorUrl}/varz`)
  const varz: { readonly leaf: { readonly port: number } } = JSON.parse(await response.text())
  return varz.leaf.port
}
