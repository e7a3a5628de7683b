import { isIP } from 'node:net'
import { ViewerError } from '../viewer-error.ts'
import type { ViewerPorts } from './ports.ts'

/** Where and for whom the viewer is served. */
export interface ServeViewerOptions extends ViewerPorts {
  /** 0 for one that is free. @default 7788, or one of the 20 after it */
  readonly port?: number
  /**
   * Another address than that of this machine; it needs {@link ServeViewerOptions.allowRemote}. What
   * goes over the network is not encrypted: a proxy has to see to that. @default 127.0.0.1 and ::1
   */
  readonly host?: string
  /** Whether other machines may connect, with a token all the same. @default false */
  readonly allowRemote?: boolean
  /** Names under which the viewer is called besides `localhost` and its addresses, such as that of a proxy. @default none */
  readonly allowedHosts?: readonly string[]
  /** Where the files of the page are. @default where the build puts them */
  readonly pageFolder?: string
  /** The version to tell. @default '0.0.0' */
  readonly version?: string
  /** Receives OTLP over HTTP as well. @default it does not */
  readonly otlp?: OtlpReceiverOptions
  readonly limits?: ServeLimits
  /** Is told of failures of the viewer itself, which are no fault of a request. @default nobody is */
  readonly onError?: (error: unknown) => void
}

/** The receiver of OTLP over HTTP, which has a port of its own and takes data from any program of this machine. */
export interface OtlpReceiverOptions {
  /** 0 for one that is free. @default 4318 */
  readonly port?: number
  /** Origins whose web pages may send telemetry, such as `http://localhost:3000`. @default none */
  readonly allowedOrigins?: readonly string[]
}

/** What a stranger cannot make grow. */
export interface ServeLimits {
  /** Pages and programs that follow live. @default 32 */
  readonly maxLiveClients?: number
  /** Bytes of a file that is imported, and of a request of OTLP, unpacked. @default 67_108_864 */
  readonly maxImportBytes?: number
  /** Time in which a request has to be sent, in milliseconds. @default 30_000 */
  readonly requestTimeoutMs?: number
  /** How often those who follow are told something, in milliseconds. @default 15_000 */
  readonly heartbeatMs?: number
}

/** The limits with their defaults. */
export function resolveServeLimits(limits: ServeLimits = {}): Required<ServeLimits> {
  return { ...DEFAULTS, ...limits }
}

const DEFAULTS: Required<ServeLimits> = {
  maxLiveClients: 32,
  maxImportBytes: 64 * 1024 ** 2,
  requestTimeoutMs: 30_000,
  heartbeatMs: 15_000,
}

/**
 * Refuses to listen to other machines unless that was asked for in so many words.
 *
 * @throws {@link ViewerError} NOT_LOOPBACK
 */
export function requireLoopback({ host, allowRemote = false }: ServeViewerOptions): void {
  if (host === undefined || allowRemote || isLoopback(host)) return
  throw new ViewerError('NOT_LOOPBACK', `other machines could connect to ${host}`, {
    hint: 'leave the host out, or allow remote connections too, behind a proxy that encrypts them',
  })
}

/** How a browser of this machine writes an address: one that stands for all is that of this machine. */
export function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return isIP(host) === 6 ? `[${host}]` : host
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}
