import { render, trace, type Trace } from '@hopscope/path'
import { CliError } from '../cli-error.ts'
import { connect } from '../connect/connect.ts'
import { type ConnectionFlags } from '../connect/connection-flags.ts'
import { connectionTarget } from '../connect/connection-target.ts'
import { type Io } from '../io.ts'
import { parseHeaders } from './parse-headers.ts'
import { requireSubject } from './require-subject.ts'
import { toTraceDocument } from './to-trace-document.ts'
import { type TraceDocument } from './trace-document.ts'
import { traceFailure } from './trace-failure.ts'

/** The message to trace, as it was typed. */
export interface TypedMessage {
  readonly subject: string
  readonly payload: string
  /** Each as in `key:value`. */
  readonly headers: readonly string[]
}

/** How it is traced. */
export interface RunTraceOptions {
  readonly connection: ConnectionFlags
  /** Whether the message is really sent, rather than in a dry run. */
  readonly deliver: boolean
  /** Whether to print a document for programs rather than a tree for people. */
  readonly json: boolean
}

/**
 * Traces a message and prints its way.
 *
 * @returns the exit code: 0 if somebody gets the message and all servers reported, else 1
 * @throws {CliError} ARGUMENT_INVALID, TRACE_FAILED, INTERRUPTED, and what connecting throws
 */
export async function runTrace(
  io: Io,
  { subject, payload, headers: typedHeaders }: TypedMessage,
  { connection: flags, deliver, json }: RunTraceOptions,
): Promise<number> {
  requireSubject(subject)
  const headers = parseHeaders(typedHeaders)
  const target = await connectionTarget(flags, io.env)
  const { inboxPrefix } = target.options
  const connection = await connect(io, target, { command: 'trace' })
  try {
    const traced = await trace(connection, subject, {
      payload,
      headers,
      deliver,
      timeoutMs: target.timeoutMs,
      signal: io.signal,
      ...(inboxPrefix !== undefined && { inboxPrefix }),
    })
    const document = toTraceDocument(traced)
    io.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : draw(traced, io))
    return exitCodeOf(document)
  } catch (error) {
    throw io.signal.aborted ? new CliError('INTERRUPTED', 'interrupted') : traceFailure(error)
  } finally {
    await connection.close()
  }
}

function draw({ assembly }: Trace, { stdout: { isTerminal, width, color } }: Io): string {
  // A file or another program has room for whole names.
  return `${render(assembly, { width: isTerminal ? width : Number.MAX_SAFE_INTEGER, color })}\n`
}

function exitCodeOf({ complete, verdict }: TraceDocument): number {
  return complete && verdict.received ? 0 : 1
}
