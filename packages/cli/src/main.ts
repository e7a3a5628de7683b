#!/usr/bin/env node
import { processIo } from './io.ts'
import { listenForEnd } from './listen-for-end.ts'
import { run } from './program.ts'

const end = listenForEnd()
process.exitCode = end.exitCode(await run(processIo(end), process.argv.slice(2)))
// What was given up, such as a request to a backend, is not waited for; what was written is.
if (end.signal.aborted) process.stdout.write('', () => end.now())
