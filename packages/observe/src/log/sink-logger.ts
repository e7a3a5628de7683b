import { context, isSpanContextValid, trace } from '@opentelemetry/api'
import { systemRuntime, type Runtime } from '../recorder/runtime.ts'
import { safely } from '../safely.ts'
import { textOf } from '../text-of.ts'
import { toAttributeMap } from '../trace/exact-numbers.ts'
import type { Field } from './field.ts'
import { isLevelAtLeast, type Level } from './level.ts'
import type { LogRecord, LogSink } from './log-record.ts'
import type { Logger } from './logger.ts'

/** What {@link sinkLogger} lets through, and by which clock. */
export interface SinkLoggerOptions {
  /** Less grave records go nowhere, and cost next to nothing. @default 'debug' */
  readonly minLevel?: Level
  /** The clock. @default the machine's */
  readonly runtime?: Pick<Runtime, 'now'>
}

const DEFAULTS: Required<SinkLoggerOptions> = { minLevel: 'debug', runtime: systemRuntime }

/**
 * A logger that hands its records to a function.
 *
 * @example
 * const logger = sinkLogger((record) => console.log(formatLogJson(record)), { minLevel: 'info' })
 */
export function sinkLogger(sink: LogSink, options: SinkLoggerOptions = {}): Logger {
  return loggerWith(sink, { ...DEFAULTS, ...options }, [])
}

function loggerWith(
  sink: LogSink,
  options: Required<SinkLoggerOptions>,
  inherited: readonly Field[],
): Logger {
  return {
    debug: (message, ...fields) => write('debug', message, fields),
    info: (message, ...fields) => write('info', message, fields),
    warn: (message, ...fields) => write('warn', message, fields),
    error: (message, error, ...fields) => write('error', message, fields, error),
    with: (...fields) => loggerWith(sink, options, [...inherited, ...fields]),
  }

  function write(level: Level, message: string, fields: readonly Field[], error?: unknown): void {
    if (!isLevelAtLeast(level, options.minLevel)) return
    safely('writing a log record', () => {
      sink({
        level,
        message: textOf(message),
        timeUnixNano: options.runtime.now(),
        fields: toAttributeMap([...inherited, ...fields]),
        ...(error !== undefined && { error }),
        ...activeIds(),
      })
    })
  }
}

function activeIds(): Pick<LogRecord, 'traceId' | 'spanId' | 'traceFlags'> {
  const spanContext = trace.getSpanContext(context.active())
  if (!spanContext || !isSpanContextValid(spanContext)) return {}

  const { traceId, spanId, traceFlags } = spanContext
  return { traceId, spanId, traceFlags }
}
