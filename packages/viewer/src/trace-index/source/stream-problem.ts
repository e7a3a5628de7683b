import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream'
import { PermissionViolationError, RequestError } from '@nats-io/nats-core'
import type { IndexSource } from '../trace-index.ts'

/** Why a stream cannot be read. */
export function streamProblem(stream: string, error: unknown): IndexSource {
  const violation = violationOf(error)
  if (violation !== undefined) {
    const permission = `${violation.operation} ${violation.subject}`
    return {
      state: 'denied',
      stream,
      hint: `This user may not read stream ${stream}: let it ${permission}.`,
    }
  }
  if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) {
    return {
      state: 'missing',
      stream,
      hint: `There is no stream ${stream}: create it with \`hopscope stream ensure\`.`,
    }
  }
  if (isNotEnabled(error)) {
    return { state: 'missing', stream, hint: 'JetStream is not enabled for this account.' }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return { state: 'unavailable', stream, hint: `Stream ${stream} cannot be read: ${reason}.` }
}

function violationOf(error: unknown): PermissionViolationError | undefined {
  if (error instanceof PermissionViolationError) return error
  if (error instanceof Error && error.cause instanceof PermissionViolationError) return error.cause
  return undefined
}

function isNotEnabled(error: unknown): boolean {
  if (error instanceof RequestError) return error.isNoResponders()
  // Its class is not among what nats.js exports.
  return error instanceof Error && error.name === 'JetStreamNotEnabled'
}
