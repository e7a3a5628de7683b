import { parseArgs } from 'node:util'
import { startW3cService } from './start-w3c-service.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '5000' } } })
const service = await startW3cService(Number(values.port))
process.stdout.write(`${service.url}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void service[Symbol.asyncDispose]())
}
