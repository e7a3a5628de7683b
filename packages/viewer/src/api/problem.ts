/** The body of every answer that is no success, as `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  /** Upper snake, stable: for programs. */
  readonly code: string
  /** What is wrong, as a sentence. */
  readonly detail: string
  /** What to do about it. */
  readonly hint?: string
}
