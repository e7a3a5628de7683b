import { STATUS_CODES } from 'node:http'
import type { Problem } from '../../api/problem.ts'
import { ViewerError, type ViewerErrorCode } from '../../viewer-error.ts'
import { Refusal } from '../refusal.ts'

/**
 * What a request that failed is answered: what was refused and why, and of failures within the viewer
 * only that there was one. No stack and no path ever leaves.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Refusal) {
    return problem(error.status, error.code, error.message, error.hint)
  }
  if (error instanceof ViewerError) {
    const { code, message, hint } = error
    // It may be about a file of this machine, which is nobody else's business.
    if (code === 'INDEX_FAILED') return problem(503, code, INDEX_DETAIL, INDEX_HINT)
    return problem(STATUSES[code], code, message, hint)
  }
  return problem(500, 'VIEWER_FAILED', 'the viewer failed to answer', 'try again')
}

/** Whether the failure is the viewer's own, so that whoever runs it should be told. */
export function isOwnFailure(error: unknown): boolean {
  return !(error instanceof Refusal) && toProblem(error).status >= 500
}

function problem(status: number, code: string, detail: string, hint?: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: detail.slice(0, MAX_CHARACTERS),
    ...(hint !== undefined && { hint: hint.slice(0, MAX_CHARACTERS) }),
  }
}

const MAX_CHARACTERS = 2000
const INDEX_DETAIL = 'the index failed to answer'
const INDEX_HINT = 'see its state at /status, and rebuild it if it does not recover'

const STATUSES: Readonly<Record<ViewerErrorCode, number>> = {
  IMPORT_INVALID: 422,
  INDEX_FAILED: 503,
  LIMIT_EXCEEDED: 413,
  NOT_LOOPBACK: 500,
  PAGE_MISSING: 503,
  PORT_UNAVAILABLE: 500,
  QUERY_INVALID: 400,
  QUERY_TIMEOUT: 504,
  STREAM_UNAVAILABLE: 503,
}
