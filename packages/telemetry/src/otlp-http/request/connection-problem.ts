/** Why there is no answer, for people: what Node says of it, or what it means. */
export function connectionProblem(error: unknown): string {
  // To a name with several addresses there are several failures, of which one is enough.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  if (!(first instanceof Error)) return String(first)

  const code = 'code' in first ? String(first.code) : ''
  if (code.startsWith('HPE_')) return 'what answers there is no HTTP/1.1; is it a port for gRPC?'
  if (first.message.includes('wrong version number')) return 'what answers there speaks no TLS'
  if (first.message === 'socket hang up') return 'the connection was closed without an answer'
  return first.message
}
