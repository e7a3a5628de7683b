import { fileURLToPath } from 'node:url'
import { resolveNatsServer } from './packages/nats-server/src/index.ts'

/** Looks nats-server up (or fetches it) once for the whole run, before any test's clock starts. */
export default async function setup(): Promise<void> {
  // Tests start programs by the hundred from their source: each compiles it in half the time so.
  process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
    new URL('node_modules/.cache/compiled', import.meta.url),
  )
  const server = await resolveNatsServer({ onProgress: (line) => console.error(`… ${line}`) })
  process.env['NATS_SERVER_BIN'] = server.path
  console.error(`nats-server ${server.version} (${server.source})`)
}
