import { CliError } from '../cli-error.ts'
import type { ConnectionTarget } from './connection-target.ts'

/**
 * What kept a connection from being made, in words for whoever typed the command.
 *
 * The words hold URLs without users and passwords, and nothing that proves who somebody is.
 */
export function connectionError(error: unknown, target: ConnectionTarget): CliError {
  const { message, hint } = describe(toFailure(error), target)
  return new CliError('CONNECTION_FAILED', message, { hint, cause: error })
}

interface Failure {
  readonly name: string
  readonly message: string
  /** The system's code, such as `ECONNREFUSED`; empty when it has none. */
  readonly code: string
}

interface Description {
  readonly message: string
  readonly hint: string
}

// The client wraps some errors of the system, and leaves others as they are.
function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: '', message: String(error), code: '' }
  const { name, message } = error
  const [code = ''] = [error, error.cause].flatMap((origin) =>
    origin instanceof Error && 'code' in origin ? [String(origin.code)] : [],
  )
  return { name, message, code }
}

function describe(failure: Failure, target: ConnectionTarget): Description {
  const { name, message, code } = failure
  const urls = target.urls.join(', ')
  if (name === 'AuthorizationError' || name === 'UserAuthenticationExpiredError') {
    return refused(message, target)
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { message: `the host of ${urls} is not known`, hint: 'check the name of the server' }
  }
  if (code === 'ECONNREFUSED') {
    return {
      message: `nothing listens at ${urls}`,
      hint: 'start a server, or name another with --server or --context',
    }
  }
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') {
    return {
      message: `${urls} did not answer within ${target.timeoutMs} ms`,
      hint: 'check the address, allow more time with --timeout, or try --tlsfirst if the server begins with TLS',
    }
  }
  // A server that refuses a client without a certificate may reset the connection before that has
  // read why: TLS 1.3 has the client write first.
  if (code === 'ECONNRESET' && isTlsWithoutCertificate(target)) {
    return {
      message: `${urls} ended the connection when TLS had begun`,
      hint: 'maybe it asks for a certificate of the client: give one with --tlscert and --tlskey; its log tells',
    }
  }
  return tlsFailure(failure, urls) ?? unknownFailure(failure, urls)
}

function isTlsWithoutCertificate({ options }: ConnectionTarget): boolean {
  const { tls } = options
  return tls !== undefined && tls !== null && tls.certFile === undefined && tls.cert === undefined
}

function refused(message: string, { urls, hasLogin, contextName }: ConnectionTarget): Description {
  const place = urls.join(', ')
  const context = contextName === undefined ? '' : ` of context ${JSON.stringify(contextName)}`
  if (/expired/i.test(message)) {
    return {
      message: `the login${context} at ${place} has expired`,
      hint: 'get new credentials, and name them with --creds or in the context',
    }
  }
  if (!hasLogin) {
    return {
      message: `${place} asks for a login, and none was given`,
      hint: 'give --user and --password, --creds or --nkey, or choose a context with --context',
    }
  }
  return {
    message: `${place} refused the login${context}`,
    hint: 'check the user and password, token, credentials or nkey, or choose another context with --context',
  }
}

function tlsFailure({ message, code }: Failure, urls: string): Description | undefined {
  if (message === "server does not support 'tls'") {
    return {
      message: `${urls} does not speak TLS`,
      hint: 'leave out --tlscert, --tlskey and --tlsca, and write nats:// rather than tls://',
    }
  }
  if (code.endsWith('ALERT_CERTIFICATE_REQUIRED')) {
    return {
      message: `${urls} asks for a certificate of the client`,
      hint: 'give one with --tlscert and --tlskey',
    }
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER/.test(code)) {
    return {
      message: `${urls} does not begin with TLS`,
      hint: 'leave out --tlsfirst',
    }
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      message: `the certificate of ${urls} is for another name`,
      hint: 'connect by a name that the certificate has',
    }
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return { message: `the certificate of ${urls} has expired`, hint: 'renew it on the server' }
  }
  if (/CERT|SIGN/.test(code) && !code.startsWith('ERR_')) {
    return {
      message: `the certificate of ${urls} is not signed by an authority that is trusted here`,
      hint: 'name the authority with --tlsca',
    }
  }
  if (/^ERR_(SSL|TLS|OSSL)|^EPROTO$/.test(code)) {
    return {
      message: `TLS with ${urls} failed (${code})`,
      hint: 'check --tlsca, --tlscert and --tlskey, and the log of the server',
    }
  }
  return undefined
}

function unknownFailure({ message, code }: Failure, urls: string): Description {
  // What the client says of a connection that is closed before the server has greeted.
  const isClosed = message.endsWith('provided an undefined error')
  const reason = isClosed ? 'it closed the connection' : code || message
  return {
    message: `cannot connect to ${urls}: ${reason}`,
    hint: 'check that a NATS server listens there, and whether it asks for TLS',
  }
}
