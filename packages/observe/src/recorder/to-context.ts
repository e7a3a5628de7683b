import { context as contextApi, type Context } from '@opentelemetry/api'

/** The context that was passed; the active one where none was, or what is none. */
export function toContext(context: Context | undefined): Context {
  try {
    if (typeof context?.getValue === 'function') return context
  } catch {
    // A proxy that was revoked is none.
  }
  return contextApi.active()
}
