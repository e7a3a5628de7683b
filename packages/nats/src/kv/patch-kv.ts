import type { Instrumentation } from '../connection/instrumentation.ts'
import { loadOptional } from '../connection/load-optional.ts'
import { wrapMethod } from '../connection/wrap-method.ts'
import { tracedGet } from './traced-get.ts'
import { tracedKeys, tracedWatch } from './traced-watch.ts'

let isPatched = false

/**
 * Makes the key-value stores of instrumented connections traced where they read, if the application
 * has `@nats-io/kv`; what they store is seen where it is published.
 *
 * They are made out of reach, so their prototype is wrapped: once in a process, with no effect on
 * connections that are not instrumented (decision 007).
 */
export function patchKv({ observe }: Instrumentation): void {
  if (isPatched) return
  isPatched = true
  const { Bucket: bucketClass }: KvModule = loadOptional('@nats-io/kv') ?? {}
  if (!bucketClass) return

  const bucket: object = Object.create(bucketClass.prototype)
  observe(() => wrapMethod(bucket, 'get', tracedGet))
  observe(() => wrapMethod(bucket, 'watch', tracedWatch))
  observe(() => wrapMethod(bucket, 'history', tracedWatch))
  observe(() => wrapMethod(bucket, 'keys', tracedKeys))
}

interface KvModule {
  readonly Bucket?: { readonly prototype: object }
}
