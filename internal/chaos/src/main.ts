import { parseArgs } from 'node:util'
import { FAULTS } from './faults/faults.ts'
import { formatResult } from './format-result.ts'
import { isPassed, runFault, type ChaosOptions } from './run-fault.ts'

const USAGE = `usage: npm run chaos:bridge -- [--fault <name>]… [--seconds <n>] [--kills <n>] [--seed <n>] [--json]
faults: ${FAULTS.map(({ name }) => name).join(', ')}
`

process.exitCode = await main()

async function main(): Promise<number> {
  const request = parseRequest()
  if (request === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  let failures = 0
  for (const fault of request.faults) {
    const result = await runFault(fault, request.options)
    if (!isPassed(result)) failures++
    process.stdout.write(request.json ? `${JSON.stringify(result)}\n` : formatResult(result))
  }
  return failures === 0 ? 0 : 1
}

interface Request {
  readonly faults: typeof FAULTS
  readonly json: boolean
  readonly options: ChaosOptions
}

function parseRequest(): Request | undefined {
  try {
    const { values } = parseArgs({
      options: {
        fault: { type: 'string', multiple: true, default: FAULTS.map(({ name }) => name) },
        seconds: { type: 'string', default: '10' },
        kills: { type: 'string', default: '20' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        json: { type: 'boolean', default: false },
      },
    })
    const faults = FAULTS.filter(({ name }) => values.fault.includes(name))
    const [seconds = 0, kills = 0, seed = 0] = [values.seconds, values.kills, values.seed].map(
      Number,
    )
    const isWrong = ![seconds, kills, seed].every((value) => Number.isFinite(value) && value >= 0)
    if (isWrong || faults.length < new Set(values.fault).size) return undefined
    const options = { lengthMs: seconds * 1_000, kills, seed, rate: 30, drainMs: 60_000 }
    return { faults, json: values.json, options }
  } catch {
    // An option that there is not: the usage says which there are.
    return undefined
  }
}
