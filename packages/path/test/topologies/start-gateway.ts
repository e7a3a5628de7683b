import { startNatsServer, type NatsServer } from '@hopscope/nats-server'

/** Starts a cluster of one server, `C2N1` of C2 for example, joined by a gateway to that of another. */
export async function startGateway(
  cluster: string,
  { to, config = '' }: { readonly to?: NatsServer; readonly config?: string } = {},
): Promise<NatsServer> {
  const remote =
    to === undefined
      ? ''
      : `{ name: ${to.name.slice(0, 2)}, url: "nats://127.0.0.1:${await gatewayPort(to)}" }`
  return startNatsServer({
    name: `${cluster}N1`,
    jetstream: false,
    config: `
cluster { name: ${cluster}, listen: "127.0.0.1:-1" }
gateway { name: ${cluster}, listen: "127.0.0.1:-1", gateways: [ ${remote} ] }
${config}`,
  })
}

// Only the monitoring page tells which port the server chose for gateways.
async function gatewayPort({ monitorUrl }: NatsServer): Promise<number> {
  const response = await fetch(`${monitorUrl}/varz`)
  const varz: { readonly gateway: { readonly port: number } } = JSON.parse(await response.text())
  return varz.gateway.port
}
