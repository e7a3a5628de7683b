import { createServer, type RequestListener, type Server } from 'node:http'
import { ViewerError } from '../viewer-error.ts'

/** Where to listen. */
export interface ListenOptions {
  /** What is served, for the words of an error, such as `the page`. */
  readonly what: string
  /** Absent for 127.0.0.1 and, where there is one, ::1. */
  readonly host?: string
  /** 0 for one that is free. */
  readonly port: number
  /** How many ports after it may be tried instead. @default 0 */
  readonly spare?: number
  /** Time a client has to send its request, in milliseconds. */
  readonly requestTimeoutMs: number
  /** Is told when a connection cannot be taken, such as for want of file descriptors. */
  readonly onError: (error: unknown) => void
}

/** Servers of one port, one for each address. */
export interface Listening extends AsyncDisposable {
  readonly port: number
}

/**
 * Serves HTTP on one port of this machine.
 *
 * @throws {@link ViewerError} PORT_UNAVAILABLE if nothing can be served there
 */
export async function listen(
  listener: RequestListener,
  options: ListenOptions,
): Promise<Listening> {
  const { host, port, spare = 0 } = options
  const attempts = port === 0 ? 5 : 1 + spare
  let failure: unknown
  for (let attempt = 0; attempt < attempts; attempt++) {
    const servers: Server[] = []
    try {
      const wanted = port === 0 ? 0 : port + attempt
      servers.push(await open(listener, host ?? '127.0.0.1', wanted, options))
      const taken = portOf(servers)
      // Whoever calls the viewer localhost may mean this address: no other program shall answer there.
      if (host === undefined) servers.push(...(await openIpv6(listener, taken, options)))
      return { port: taken, [Symbol.asyncDispose]: () => close(servers) }
    } catch (error) {
      failure = error
      await close(servers)
      if (codeOf(error) !== 'EADDRINUSE') break
    }
  }
  throw unavailable(options, failure)
}

async function open(
  listener: RequestListener,
  host: string,
  port: number,
  { requestTimeoutMs, onError }: ListenOptions,
): Promise<Server> {
  const server = createServer({
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(requestTimeoutMs, 10_000),
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: 5000,
    maxHeaderSize: 16 * 1024,
  })
  server.maxConnections = 256
  // Who neither reads what is ready for it nor says anything would else keep it here for ever.
  server.timeout = STALLED_REQUESTS * requestTimeoutMs
  server.on('request', listener)
  // Who waits to be told to go on is told so when its body is wanted.
  server.on('checkContinue', listener)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port, exclusive: true }, resolve)
  await promise
  // What nobody listened for would end the process.
  server.on('error', onError)
  return server
}

// A file that is imported takes its time, in which nothing is sent.
const STALLED_REQUESTS = 10

async function openIpv6(
  listener: RequestListener,
  port: number,
  options: ListenOptions,
): Promise<readonly Server[]> {
  try {
    return [await open(listener, '::1', port, options)]
  } catch (error) {
    // This machine has no such address.
    if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) return []
    throw error
  }
}

async function close(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      server.closeAllConnections()
      await promise
    }),
  )
}

function portOf([server]: readonly Server[]): number {
  const address = server?.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function unavailable(
  { what, host = '127.0.0.1', port }: ListenOptions,
  cause: unknown,
): ViewerError {
  const isTaken = codeOf(cause) === 'EADDRINUSE'
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ViewerError(
    'PORT_UNAVAILABLE',
    `${what} cannot be served on ${host}:${port}: ${isTaken ? 'the port is taken' : reason}`,
    { hint: 'stop what listens there, or choose another port', cause },
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
