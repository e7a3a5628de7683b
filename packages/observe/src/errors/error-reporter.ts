import { context as contextApi, type Context } from '@opentelemetry/api'
import type { Level } from '../log/level.ts'
import type { Logger } from '../log/logger.ts'
import { messageOf } from '../message-of.ts'
import type { Tags } from '../metrics/metrics.ts'
import { safely } from '../safely.ts'
import { stringAttr, type Attribute } from '../trace/attribute.ts'
import { spanFromContext } from '../trace/span-in-context.ts'

/** Reports what went wrong to the span of a context, or to the log where there is none. No method of it throws. */
export interface ErrorReporter {
  /**
   * Reports what was thrown; nothing for `undefined` and `null`.
   *
   * The span gets an exception event, status `error` with the message, and `tags` as attributes.
   */
  captureError(context: Context, error: unknown, tags?: Tags): void

  /**
   * Reports a message: an event of the span, with the attribute `level`.
   *
   * @param level @default 'info'
   */
  captureMessage(context: Context, message: string, level?: Level): void
}

/** Reports to the recording span of the context, and to `logger` where there is none, with tags as fields. */
export function errorReporter(logger: Logger): ErrorReporter {
  return {
    captureError(context, error, tags = {}) {
      if (error === undefined || error === null) return
      safely('reporting an error', () => {
        const span = spanFromContext(context ?? contextApi.active())
        if (!span) {
          within(context, () => logger.error(messageOf(error), error, ...toAttributes(tags)))
          return
        }
        span.setAttributes(...toAttributes(tags))
        span.recordError(error)
      })
    },
    captureMessage(context, message, level = 'info') {
      safely('reporting a message', () => {
        const span = spanFromContext(context)
        if (span) span.addEvent(message, stringAttr('level', level))
        else within(context, () => logger[level](message))
      })
    },
  }
}

/** An error reporter that reports nothing. */
export const noopErrorReporter: ErrorReporter = {
  captureError: () => {},
  captureMessage: () => {},
}

// A remote parent has no span here, but ids that belong into the log.
function within(context: Context, log: () => void): void {
  contextApi.with(context ?? contextApi.active(), log)
}

function toAttributes(tags: Tags): readonly Attribute[] {
  return Object.entries(tags).map(([key, value]) => stringAttr(key, value))
}
