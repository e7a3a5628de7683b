import type { ViewerOptions } from '@hopscope/viewer'
import { CliError } from '../cli-error.ts'
import type { ViewerFlags } from './viewer-flags.ts'

/**
 * Options of the viewer as a command line says them.
 *
 * @throws {CliError} ARGUMENT_INVALID if one is of no use without another that is not there
 */
export function toViewerOptions(flags: ViewerFlags): ViewerOptions {
  const { port, host, allowedHost, index, maxIndexBytes, maxAge, otlp, otlpOrigin } = flags
  requireWith(otlpOrigin === undefined || otlp !== undefined, '--otlp-origin', '--otlp')
  requireWith(flags.allowRemote !== true || host !== undefined, '--allow-remote', '--host')
  return {
    ...(port !== undefined && { port }),
    ...(host !== undefined && { host }),
    ...(flags.allowRemote === true && { allowRemote: true }),
    ...(allowedHost !== undefined && { allowedHosts: allowedHost }),
    ...(index !== undefined && { path: index }),
    ...(maxIndexBytes !== undefined && { maxBytes: maxIndexBytes }),
    ...(maxAge !== undefined && { maxAgeMs: maxAge }),
    ...(flags.storePayloads === true && { storePayloads: true }),
    ...(otlp !== undefined && {
      otlp: { ...(otlp !== true && { port: otlp }), allowedOrigins: otlpOrigin ?? [] },
    }),
  }
}

function requireWith(isMet: boolean, option: string, other: string): void {
  if (isMet) return
  throw new CliError('ARGUMENT_INVALID', `${option} needs ${other}`, {
    hint: `add ${other}, or leave ${option} out`,
  })
}
