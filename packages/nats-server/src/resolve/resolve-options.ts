import { NatsServerError } from '../nats-server-error.ts'
import { parseVersion, type Version } from '../version.ts'

/** A way to fetch nats-server: Debian's packages, the project's release, or a build with Go. */
export type Download = 'apt' | 'github' | 'go'

/** Where a server was found. */
export type ServerSource = 'explicit' | 'path' | 'cache' | Download

/** A nats-server that runs on this machine. */
export interface ResolvedServer {
  /** Absolute path of the executable. */
  readonly path: string
  /** As in `2.15.1`. */
  readonly version: string
  readonly source: ServerSource
}

/** How {@link resolveNatsServer} looks for a server. */
export interface ResolveOptions {
  /**
   * The executable to use: it is used or refused, never replaced by another.
   *
   * @default env NATS_SERVER_BIN
   */
  readonly path?: string
  /** The oldest server that will do. @default '2.14.0' */
  readonly minVersion?: string
  /**
   * Folder in which a fetched server is kept.
   *
   * @default env NATS_SERVER_CACHE, else the user's cache folder
   */
  readonly cacheDir?: string
  /**
   * Ways to fetch a server, tried in turn; an empty list fetches nothing.
   *
   * @default env NATS_SERVER_DOWNLOAD (`off`, or a list such as `apt,go`), else apt, github and go
   * on Linux, and github and go elsewhere
   */
  readonly downloads?: readonly Download[]
  /** The environment that is read, and given to the programs that fetch. @default process.env */
  readonly env?: NodeJS.ProcessEnv
  /** Is told what takes long, a short line each, such as `downloading nats-server …`. */
  readonly onProgress?: (line: string) => void
  /** Gives up when aborted; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

const DEFAULT_MIN_VERSION = '2.14.0'

/** {@link ResolveOptions}, checked, with what they leave out filled in. */
export interface ResolveRequest {
  readonly minVersion: Version
  readonly env: NodeJS.ProcessEnv
  readonly onProgress: (line: string) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Checks options, and fills in what they leave out.
 *
 * @throws {@link NatsServerError} OPTION_INVALID when `minVersion` is not a version
 */
export function toResolveRequest(options: ResolveOptions): ResolveRequest {
  const given = options.minVersion ?? DEFAULT_MIN_VERSION
  const minVersion = parseVersion(given)
  if (!minVersion) {
    throw new NatsServerError('OPTION_INVALID', `minVersion must be like 2.14.0, got ${given}`)
  }
  return {
    minVersion,
    env: options.env ?? process.env,
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal,
  }
}
