import type { Signal } from '../signal.ts'

/** How requests are sent to a backend; what one signal sets for itself comes before what is set for all. */
export interface BackendOptions
  extends RequestOptions, Partial<Readonly<Record<Signal, SignalOptions>>> {
  /**
   * The URL below which `v1/traces`, `v1/logs` and `v1/metrics` are, for signals without their own;
   * a user and a password in it are sent as `Authorization`.
   *
   * @default 'http://localhost:4318'
   */
  readonly endpoint?: string
}

/** What holds for one signal only. */
export interface SignalOptions extends RequestOptions {
  /** The URL that takes the signal, used as it is. @default the path of the signal below `endpoint` */
  readonly endpoint?: string
}

/** What may be set for all signals, and for each. */
export interface RequestOptions {
  /** Sent with each request, for authentication; those of a signal replace those of all. @default none */
  readonly headers?: Readonly<Record<string, string>>
  /** `http/json` costs several times the work, as requests are decoded for it. @default 'http/protobuf' */
  readonly protocol?: OtlpProtocol
  /**
   * `gzip` makes requests five to ten times smaller, and costs more than everything else that is done
   * to them; `none` unpacks what is stored compressed.
   *
   * @default each as it is stored
   */
  readonly compression?: 'gzip' | 'none'
  /**
   * What is sent of several bodies that are compressed already: `join` puts them one after another,
   * as RFC 1952 allows and Go and Java read it; `recompress` unpacks them and makes one of them,
   * for backends that read only the first.
   *
   * @default 'join'
   */
  readonly gzipMembers?: 'join' | 'recompress'
  /** How long a request may take, from connecting to the end of the answer, in milliseconds; `Infinity` for no limit. @default 10_000 */
  readonly timeoutMs?: number
  /** A file of PEM certificates to trust in place of the system's. @default none */
  readonly certificateFile?: string
  /** A file with the PEM key of {@link clientCertificateFile}. @default none */
  readonly clientKeyFile?: string
  /** A file with the PEM certificate that the backend knows us by. @default none */
  readonly clientCertificateFile?: string
}

/** How a request is encoded. */
export type OtlpProtocol = 'http/protobuf' | 'http/json'
