/** What the viewer's API, or the way to it, said no with. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  /** The problem's code, such as `QUERY_INVALID`; `SERVER_UNREACHABLE` where nobody answered, `ANSWER_UNREADABLE` where the answer was no JSON. */
  readonly code: string
  /** What to do about it. */
  readonly hint: string | undefined
  /** The HTTP status; 0 where nobody answered. */
  readonly status: number

  constructor(
    code: string,
    message: string,
    options: {
      readonly status: number
      readonly hint?: string | undefined
      readonly cause?: unknown
    },
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.status = options.status
  }
}
