#!/usr/bin/env node
import { processIo } from './io.ts'
import { run } from './program.ts'

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupt.abort())
}
// A reader that has seen enough, such as `head`, ends us without a word.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') interrupt.abort()
})

process.exitCode = await run(processIo(interrupt.signal), process.argv.slice(2))
