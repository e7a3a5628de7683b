import { resolveNatsServer } from './packages/nats-server/src/index.ts'

/** Looks nats-server up (or fetches it) once for the whole run, before any test's clock starts. */
export default async function setup(): Promise<void> {
  const server = await resolveNatsServer({ onProgress: (line) => console.error(`… ${line}`) })
  process.env['NATS_SERVER_BIN'] = server.path
  console.error(`nats-server ${server.version} (${server.source})`)
}
