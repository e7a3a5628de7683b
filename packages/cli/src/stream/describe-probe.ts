import { plainText } from '@hopscope/path/text'
import type { MsgTraceProbe } from './msg-trace-probe.ts'

/** What a probe found, in a sentence. */
export function describeProbe(probe: MsgTraceProbe): string {
  const server = plainText(probe.server)
  if (probe.state === 'off')
    return `server ${server} does not trace messages of this account: msg_trace is off`
  if (probe.state === 'unknown') {
    return `whether server ${server} traces messages of this account is unknown: ${plainText(probe.reason)}`
  }
  if (probe.state === 'dropped') {
    return `server ${server} DROPS messages of this user that have a sampled traceparent: the user may not publish to ${plainText(probe.dest)}, the dest of msg_trace`
  }
  return probe.hopsAt === undefined
    ? `server ${server} traces messages of this account, but no hop came at telemetry.hops`
    : `server ${server} traces messages of this account, hops come at ${plainText(probe.hopsAt)}`
}

/** What to do about it; `undefined` where all is well. */
export function probeHint(probe: MsgTraceProbe): string | undefined {
  if (probe.state === 'off') return 'set up the account as below, and try again'
  if (probe.state === 'unknown') {
    return 'connect as a user of this account who may make streams in it, or read telemetry.hops'
  }
  if (probe.state === 'dropped')
    return `let every user of the account publish to ${plainText(probe.dest)}, now`
  if (probe.hopsAt !== undefined) return undefined
  return 'see that msg_trace has the dest telemetry.hops and that this user may read it; with a sampling below 100, try again'
}
