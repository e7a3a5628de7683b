/** What became of what was sent to a backend. Nothing in it tells a secret. */
export type Outcome =
  | {
      readonly kind: 'accepted'
      /** Spans, log records or data points that the backend took and then dropped; they are not to be sent again. */
      readonly rejected: number
      /** What the backend, or the sender about its answer, has to say all the same. */
      readonly message?: string
    }
  | {
      /** Nobody took it, and it may be sent again: 429, 502, 503, 504, no connection, or no answer in time. */
      readonly kind: 'unavailable'
      readonly reason: string
      /** How long the backend asks to be left alone, in milliseconds; absent when it does not say. */
      readonly retryAfterMs?: number
    }
  | {
      /** The backend does not want it as it is, such as 400, 401, 413 or 500; by OTLP it is not to be sent again. */
      readonly kind: 'refused'
      readonly status: number
      readonly reason: string
    }
  | {
      /** There is nothing at the URL that takes this signal: 404, 405, or a web page. */
      readonly kind: 'absent'
      readonly reason: string
    }
