import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from './async-local-storage-context-manager.ts'

/**
 * Importing this entry makes OpenTelemetry's active context work on Node without any SDK.
 *
 * A context manager that is already registered stays: OpenTelemetry's API takes the first only.
 *
 * @module
 */
registerContextManager()

/** Registers a context manager if none is; whether it did. Importing this entry has already called it. */
export function registerContextManager(): boolean {
  if (isContextManagerRegistered()) return false
  return context.setGlobalContextManager(new AsyncLocalStorageContextManager())
}

// Asking the API to register a second one would make it log an error.
function isContextManagerRegistered(): boolean {
  const key = createContextKey('is a context manager registered')
  return context.with(
    ROOT_CONTEXT.setValue(key, true),
    () => context.active().getValue(key) === true,
  )
}

export { AsyncLocalStorageContextManager }
