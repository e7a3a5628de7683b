/**
 * What the caller is sent for an error: an object that was thrown as it is, the `payload` of an error
 * that has one, and of any other error nothing but that it was one.
 */
export function errorEnvelope(error: unknown): unknown {
  try {
    if (typeof error !== 'object' || error === null) return MASKED
    if (!(error instanceof Error)) return error
    const payload = 'payload' in error ? error.payload : undefined
    return payload ?? MASKED
  } catch {
    return MASKED
  }
}

/** What callers learn of an error that may hold what is not for them. */
export const MASKED: object = Object.freeze({ status: 'error', message: 'Internal server error' })
