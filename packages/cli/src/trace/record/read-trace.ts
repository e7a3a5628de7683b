import { createReadStream } from 'node:fs'
import { CliError } from '../../cli-error.ts'
import type { Io } from '../../io.ts'
import { readStdin } from '../../read-stdin.ts'
import { readToEnd } from '../../read-to-end.ts'
import { parseTrace } from './parse-trace.ts'
import type { TraceRecord } from './trace-record.ts'

/**
 * Reads a trace that was saved, or whatever holds trace events: see {@link parseTrace}.
 *
 * @param file `-` is stdin
 * @throws {CliError} FILE_INVALID, or INTERRUPTED if the person gives up
 */
export async function readTrace(io: Io, file: string): Promise<TraceRecord> {
  const record = parseTrace(await readText(io, file))
  if (record !== undefined) return record
  throw new CliError('FILE_INVALID', `${nameOf(file)} holds no trace event`, {
    hint: 'name a file that --save or --ndjson has written',
  })
}

async function readText(io: Io, file: string): Promise<string> {
  const what = 'the trace'
  if (file === '-') return (await readStdin(io, { what })).toString()
  try {
    return (await readToEnd(createReadStream(file), { what, signal: io.signal })).toString()
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError('FILE_INVALID', `${nameOf(file)} cannot be read`, {
      hint: 'name a file that is there and that you may read',
      cause: error,
    })
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'stdin' : JSON.stringify(file)
}
