import { AsyncLocalStorage } from 'node:async_hooks'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { connect } from '@nats-io/transport-node'
import { context, diag, ROOT_CONTEXT, type Context, type ContextManager } from '@opentelemetry/api'
import { expect, test } from 'vitest'

test('a context manager that cannot attach is warned about once, where a loop needs it', async () => {
  context.setGlobalContextManager(new WithoutAttach())
  const warnings: unknown[] = []
  diag.setLogger({ ...SILENT, warn: (...args) => void warnings.push(args) })
  await using server = await startNatsServer()
  const telemetry = new InMemoryTelemetry()
  const connection = instrument(await connect({ servers: server.url }), { telemetry, lost: 'off' })
  const subscription = connection.subscribe('a', { max: 2 })

  connection.publish('a', '')
  connection.publish('a', '')
  for await (const _ of subscription) void context.active()
  await connection.close()

  expect(warnings).toHaveLength(1)
})

const SILENT = { verbose() {}, debug() {}, info() {}, warn() {}, error() {} }

/** A manager of OpenTelemetry's interface, and no more than that. */
class WithoutAttach implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>()
  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => fn.call(thisArg, ...args))
  }
  bind<T>(_: Context, target: T): T {
    return target
  }
  enable(): this {
    return this
  }
  disable(): this {
    return this
  }
}
