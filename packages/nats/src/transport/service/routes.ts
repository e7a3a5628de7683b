import { subjectPrefixOf, type MessageKind } from '../names/index.ts'
import { TransportError } from '../transport-error.ts'

/** Finds the handler of a message by its subject. */
export interface Routes<H> {
  readonly kind: MessageKind
  find(subject: string): Route<H> | undefined
}

/** A handler and its pattern. */
interface Route<H> {
  readonly pattern: string
  readonly handler: H
}

/** The handlers of a kind; patterns are exact, as the subjects of the contract are. */
export function routesOf<H>(
  kind: MessageKind,
  service: string,
  handlers: ReadonlyMap<string, H>,
): Routes<H> {
  const prefix = `${subjectPrefixOf(kind, service)}.`
  return {
    kind,
    find(subject) {
      const pattern = subject.startsWith(prefix) ? subject.slice(prefix.length) : subject
      const handler = handlers.get(pattern)
      return handler && { pattern, handler }
    },
  }
}

/** What a message is given up for that nobody handles; `what` is `event` or `RPC`. */
export function noHandler(what: string, subject: string): TransportError {
  return new TransportError('NO_HANDLER', `No handler for ${what}: ${subject}`, {
    hint: 'add a handler, or have nobody send it',
  })
}
