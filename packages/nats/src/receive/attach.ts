import { context, diag, type Context } from '@opentelemetry/api'

/**
 * Makes `active` the active context for what is left of the running function and all it awaits.
 *
 * OpenTelemetry's API 1.9 has no word for it, its context managers have; without one that can, the
 * context stays as it is.
 */
export function attach(active: Context): void {
  const api: { readonly attach?: Attach; readonly _getContextManager?: () => Manager } =
    context as object
  if (api.attach) {
    api.attach(active)
    return
  }
  const manager = api._getContextManager?.()
  if (manager?.attach) manager.attach(active)
  else if (manager?._asyncLocalStorage) manager._asyncLocalStorage.enterWith(active)
  else warnOnce()
}

let isWarned = false

function warnOnce(): void {
  if (isWarned) return
  isWarned = true
  diag.warn(
    '@hopscope/nats: the context manager has no attach(), so that no context is active in for await',
  )
}

type Attach = (context: Context) => void

interface Manager {
  readonly attach?: Attach
  readonly _asyncLocalStorage?: { enterWith(context: Context): void }
}
