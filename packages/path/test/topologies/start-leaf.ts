import { startNatsServer, type NatsServer, type StartOptions } from '@hopscope/nats-server'

/** Which leaf node is started. */
export interface LeafOptions extends StartOptions {
  /** User and password by which it is a leaf node. */
  readonly login?: string
  /** More of the configuration of the connection to the hub, such as `deny_exports: "a"`. */
  readonly remote?: string
}

/** Starts a leaf node of a server, which others may be leaf nodes of in turn. */
export async function startLeaf(
  hub: NatsServer,
  { login, remote = '', config = '', ...options }: LeafOptions,
): Promise<NatsServer> {
  const user = login === undefined ? '' : `${login}:${login}@`
  const url = `nats://${user}127.0.0.1:${await leafPort(hub)}`
  return startNatsServer({
    jetstream: false,
    ...options,
    config: `
leafnodes { listen: "127.0.0.1:-1", remotes: [ { url: "${url}"\n${remote} } ] }
${config}`,
  })
}

// Only the monitoring page tells which port the server chose for leaf nodes.
async function leafPort({ monitorUrl }: NatsServer): Promise<number> {
  const response = await fetch(`${monitorUrl}/varz`)
  const varz: { readonly leaf: { readonly port: number } } = JSON.parse(await response.text())
  return varz.leaf.port
}
