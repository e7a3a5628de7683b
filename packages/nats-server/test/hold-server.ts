import { startNatsServer } from '../src/index.ts'

// A program that starts a server and does not stop it: the test ends it in different ways.
const server = await startNatsServer()
process.stdout.write(`${JSON.stringify({ monitorUrl: server.monitorUrl, dir: server.dir })}\n`)
process.stdin.once('data', () => process.exit(0))
