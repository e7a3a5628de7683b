import type { ViewerOptions } from '@hopscope/viewer'
import { type ViewerFlags } from './viewer-flags.ts'

/** Options of the viewer as a command line says them. */
export function toViewerOptions(flags: ViewerFlags): ViewerOptions {
  const { port, host, allowedHost, index, maxIndexBytes, maxAge, otlp, otlpOrigin } = flags
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
