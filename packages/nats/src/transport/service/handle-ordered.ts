import type { JsMsg } from '@nats-io/jetstream'
import { decode } from './decode.ts'
import type { Handling } from './delivery.ts'
import { handlerCall } from './handler-call.ts'
import type { EventHandler } from './handler-context.ts'
import type { ProblemCode } from './problem.ts'
import { toError } from './reason-of.ts'
import { noHandler, type Routes } from './routes.ts'
import type { ServiceSettings } from './service-settings.ts'

/** Handles messages that come in order: each is delivered once, whatever becomes of it. */
export function orderedHandling(
  { codec, tell }: ServiceSettings,
  routes: Routes<EventHandler>,
): Handling<JsMsg> {
  return {
    async run({ message, signal }) {
      const route = routes.find(message.subject)
      if (!route) return failed('NO_HANDLER', message, noHandler('event', message.subject))
      const decoded = decode(codec, message.data)
      if (decoded.error) return failed('PAYLOAD_INVALID', message, decoded.error)

      const { context } = handlerCall({ kind: 'ordered', pattern: route.pattern, message, signal })
      try {
        await route.handler(decoded.data, context)
        return undefined
      } catch (thrown) {
        return failed('HANDLER_FAILED', message, toError(thrown))
      }
    },
    async abandon() {
      // There is nothing to be settled.
    },
  }

  function failed(code: ProblemCode, { subject, info }: JsMsg, error: Error): Error {
    tell({
      code,
      message: `message ${info.streamSequence} of ${subject} was not handled: ${error.message}`,
      hint: 'it is not delivered again: have the handler take care of what may fail',
      subject,
      stream: info.stream,
      cause: error,
    })
    return error
  }
}
