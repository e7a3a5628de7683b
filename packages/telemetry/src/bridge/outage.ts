import type { OutageFigures } from './bridge-figures.ts'

/** A time in which a backend does not take a signal. */
export interface Outage {
  /** What the backend answered last, or why it could not. */
  readonly reason: string
  /** When it began, in milliseconds since 1970. */
  readonly sinceMs: number
  /** How often the backend was asked in vain. */
  readonly attempts: number
  /** When it is to be asked again, in milliseconds since 1970. */
  readonly nextAttemptMs: number
  /** Whether there is nothing at the backend that takes the signal. */
  readonly isAbsent: boolean
  /** Whether it may be the fault of the records that were tried, so that others are to be tried. */
  readonly isDoubtful: boolean
}

/** Why a request came to nothing. */
export interface Failure {
  readonly reason: string
  /** How long the backend asks to be left alone, in milliseconds; absent when it does not say. */
  readonly retryAfterMs?: number
  /** @default false */
  readonly isAbsent?: boolean
  /** @default false */
  readonly isDoubtful?: boolean
}

/** What the length of a wait depends on. */
export interface Backoff {
  /** In milliseconds. */
  readonly first: number
  /** In milliseconds; the backend itself may ask for more. */
  readonly longest: number
}

/**
 * The outage after one more failure: it begins with the first, and waits twice as long after each.
 *
 * @param random - from 0 to 1, so that bridges which lost a backend together do not come back together
 */
export function outageAfter(
  outage: Outage | undefined,
  { reason, retryAfterMs = 0, isAbsent = false, isDoubtful = false }: Failure,
  { first, longest }: Backoff,
  { nowMs, random }: { readonly nowMs: number; readonly random: number },
): Outage {
  const attempts = (outage?.attempts ?? 0) + 1
  const doubled = Math.min(first * 2 ** (attempts - 1), longest)
  const waitMs = doubled * (1 - JITTER + 2 * JITTER * random)
  const askedMs = Math.min(retryAfterMs, LONGEST_ASKED_MS)
  return {
    reason,
    sinceMs: outage?.sinceMs ?? nowMs,
    attempts,
    nextAttemptMs: nowMs + Math.max(waitMs, askedMs),
    isAbsent,
    isDoubtful,
  }
}

/** What is told of an outage that lasts. */
export function toOutageFigures({
  reason,
  sinceMs,
  attempts,
  nextAttemptMs,
}: Outage): OutageFigures {
  return { reason, since: new Date(sinceMs), attempts, nextAttemptAt: new Date(nextAttemptMs) }
}

const JITTER = 0.2
// A clock that is wrong at the backend, in a Retry-After with a date, must not stop a bridge for years.
const LONGEST_ASKED_MS = 60 * 60 * 1000
