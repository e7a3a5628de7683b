import { parseArgs } from 'node:util'
import { formatGrowth, formatMark } from './format-soak.ts'
import { growthOf, type MemoryMark } from './memory.ts'
import { SOAK_MODES, soak } from './soak.ts'

const USAGE = 'usage: npm run test:soak -- [--messages <n>]\n'

process.exitCode = await main()

async function main(): Promise<number> {
  const messages = parseMessages()
  // Without it, garbage would look like a leak.
  if (messages === undefined || globalThis.gc === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  let grew = false
  for (const mode of SOAK_MODES) {
    const marks: MemoryMark[] = []
    for await (const mark of soak({ mode, messages })) {
      marks.push(mark)
      process.stdout.write(formatMark(mode, mark))
    }
    process.stdout.write(formatGrowth(mode, marks))
    grew ||= growthOf(marks).isGrowing
  }
  return grew ? 1 : 0
}

function parseMessages(): number | undefined {
  try {
    const { values } = parseArgs({
      options: { messages: { type: 'string', default: '10_000_000' } },
    })
    const messages = Number(values.messages.replaceAll('_', ''))
    return Number.isInteger(messages) && messages >= 1_000 ? messages : undefined
  } catch {
    // An option that there is not: the usage says which there is.
    return undefined
  }
}
