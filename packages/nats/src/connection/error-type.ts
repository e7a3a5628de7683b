/**
 * What `error.type` says of an error, in words of which there are few.
 *
 * A request that nobody answered is told from one that nobody was there to answer, and an error of
 * JetStream is its `err_code`, which says more than the one class they all have.
 */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error

  // nats.js wraps the reason for which a request failed.
  const { name, code } = (error.cause instanceof Error ? error.cause : error) as NamedError
  if (name === 'TimeoutError') return 'timeout'
  if (name === 'NoResponders') return '503_no_responders'
  if (JETSTREAM_ERRORS.has(name) && typeof code === 'number') return String(code)
  // A service answers with it; nats.js gives the class no name.
  if (error.constructor.name === 'ServiceError' && typeof code === 'number') return String(code)
  return ownCode(error) ?? error.name
}

// Every error of the transport has the same name; its codes are few.
function ownCode({ name, code }: NamedError): string | undefined {
  return name === 'TransportError' && typeof code === 'string' ? code : undefined
}

interface NamedError extends Error {
  readonly code?: unknown
}

const JETSTREAM_ERRORS: ReadonlySet<string> = new Set([
  'JetStreamApiError',
  'ConsumerNotFoundError',
  'StreamNotFoundError',
  'JetStreamStatusError',
])
