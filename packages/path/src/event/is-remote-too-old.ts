/**
 * Whether the error of an egress tells of a server that is too old to trace. In a dry run the
 * message is not sent there, for real it is; nothing is heard of it in either case.
 *
 * The server before says so by text alone (server/msgtrace.go).
 */
export function isRemoteTooOld(error: string): boolean {
  return error.includes('remote does not support message tracing')
}
