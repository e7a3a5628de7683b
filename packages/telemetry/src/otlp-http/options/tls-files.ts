import { readFileSync } from 'node:fs'
import { TelemetryError } from '../../telemetry-error.ts'
import type { RequestOptions } from './backend-options.ts'

/** What the certificate and key files hold. */
export interface TlsFiles {
  readonly ca?: string
  readonly key?: string
  readonly cert?: string
}

/**
 * Reads the files that a connection needs; nothing where none are named.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if a file cannot be read, or is only half of a pair
 */
export function readTlsFiles(options: RequestOptions): TlsFiles {
  const { certificateFile, clientKeyFile, clientCertificateFile } = options
  if ((clientKeyFile === undefined) !== (clientCertificateFile === undefined)) {
    const missing = clientKeyFile === undefined ? 'clientKeyFile' : 'clientCertificateFile'
    throw new TelemetryError(
      'OPTION_INVALID',
      `the key and the certificate of a client go together, and ${missing} is missing`,
    )
  }
  return {
    ...(certificateFile !== undefined && { ca: readPem(certificateFile) }),
    ...(clientKeyFile !== undefined && { key: readPem(clientKeyFile) }),
    ...(clientCertificateFile !== undefined && { cert: readPem(clientCertificateFile) }),
  }
}

function readPem(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new TelemetryError('OPTION_INVALID', `${file} cannot be read: ${codeOf(cause)}`, {
      hint: 'name a PEM file that is there and that you may read',
      cause,
    })
  }
  if (text.includes('-----BEGIN ')) return text
  throw new TelemetryError('OPTION_INVALID', `${file} is no PEM file`, {
    hint: 'a PEM file begins with a line like -----BEGIN CERTIFICATE-----',
  })
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'it is no readable file'
}
