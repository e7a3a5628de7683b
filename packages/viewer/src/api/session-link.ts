/** `POST /api/v1/links`: an address that lets one more browser in. */
export interface SessionLink {
  /** It can be opened once. */
  readonly url: string
}
