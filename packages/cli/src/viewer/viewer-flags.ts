/** What every command that opens the page takes. */
export interface ViewerFlags {
  readonly port?: number
  readonly host?: string
  readonly allowRemote?: boolean
  readonly allowedHost?: readonly string[]
  /** The file of the index; in memory without one. */
  readonly index?: string
  readonly maxIndexBytes?: number
  /** Milliseconds. */
  readonly maxAge?: number
  readonly storePayloads?: boolean
  /** A port for OTLP over HTTP; `true` is the usual one. */
  readonly otlp?: number | true
  readonly otlpOrigin?: readonly string[]
}
