/** What the server refuses a request for; it becomes the `Problem` that is answered. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  /** Upper snake, stable: for programs. */
  readonly code: string
  readonly hint: string | undefined
  /** Headers that go with the answer, such as `allow`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, options: RefusalOptions = {}) {
    super(message)
    this.status = status
    this.code = code
    this.hint = options.hint
    this.headers = options.headers ?? {}
  }
}

export interface RefusalOptions {
  readonly hint?: string
  readonly headers?: Readonly<Record<string, string>>
}
