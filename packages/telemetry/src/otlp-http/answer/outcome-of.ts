import { redactUrl } from '../options/endpoint-url.ts'
import { failureMessage } from './failure-message.ts'
import { mediaType } from './media-type.ts'
import type { Outcome } from '../outcome.ts'
import { readPartialSuccess } from './partial-success.ts'
import type { Answer } from './read-answer.ts'
import { retryAfterMs } from './retry-after.ts'

/** What an answer means for what was sent. The backend's own words are in it as they came. */
export function outcomeOf(answer: Answer): Outcome {
  const { status, headers } = answer
  if (status >= 200 && status < 300) return outcomeOfSuccess(answer)
  const reason = reasonOf(answer)
  if (status === 404 || status === 405) return { kind: 'absent', reason }
  // By OTLP what cannot be read of an answer is not to be asked for again.
  if (!RETRYABLE.has(status) || answer.problem !== undefined) {
    return { kind: 'refused', status, reason }
  }
  const waitMs = retryAfterMs(headers)
  return { kind: 'unavailable', reason, ...(waitMs !== undefined && { retryAfterMs: waitMs }) }
}

const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504])

function outcomeOfSuccess(answer: Answer): Outcome {
  // It was taken, so that it must not be sent again, whatever the answer looks like; but a web page
  // is what something else than a backend says to everybody.
  if (mediaType(answer.headers) === 'text/html' && answer.body.length > 0) {
    return { kind: 'absent', reason: 'a web page answers there' }
  }
  const success = answer.problem === undefined ? readPartialSuccess(answer) : undefined
  if (!success) {
    const message =
      answer.problem ?? `the answer is no OTLP: ${mediaType(answer.headers) || 'of no type'}`
    return { kind: 'accepted', rejected: 0, message }
  }
  const { rejected, message } = success
  return { kind: 'accepted', rejected, ...(message !== '' && { message }) }
}

function reasonOf(answer: Answer): string {
  const { status, headers, problem } = answer
  const status_ = `HTTP status ${status}`
  if (status >= 300 && status < 400 && headers.location !== undefined) {
    return `${status_}, a redirect to ${redactUrl(headers.location)}, which is not followed`
  }
  if (problem !== undefined) return `${status_}, and ${problem}`
  const words = failureMessage(answer)
  return words.trim() === '' ? status_ : `${status_}: ${words}`
}
