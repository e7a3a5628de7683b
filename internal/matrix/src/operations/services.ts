import type { Service } from '@nats-io/services'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Operation } from '../operation.ts'
import { asyncHandler, servicesOf } from './service-parts.ts'

/** Services, with handlers and loops. */
export const SERVICES: readonly Operation[] = [
  {
    name: 'a service with a handler that waits',
    async run({ traced, note }) {
      const service = await addService(traced, 'waiting')
      service.addGroup('shop').addEndpoint(
        'price',
        asyncHandler(async (message) => {
          note('handler')
          await Promise.resolve()
          note('handler after await')
          message.respond('42')
        }),
      )
      await traced.flush()
      await traced.request('shop.price', 'book')
      await service.stop()
      note('caller')
    },
  },
  {
    name: 'a service that answers with an error',
    async run({ traced }) {
      const service = await addService(traced, 'refusing')
      service.addEndpoint('refuse', (_, message) => {
        message.respondError(404, 'no such book')
      })
      await traced.flush()
      await traced.request('refuse')
      await service.stop()
    },
  },
  {
    name: 'a service that throws',
    async run({ traced }) {
      const service = await addService(traced, 'throwing')
      service.addEndpoint('throw', () => {
        throw new RangeError('no stock')
      })
      await traced.flush()
      await traced.request('throw')
      await service.stop()
    },
  },
  {
    name: 'a service whose handler rejects',
    async run({ traced }) {
      const { promise: rejected, resolve } = Promise.withResolvers<void>()
      process.once('unhandledRejection', () => resolve())
      const service = await addService(traced, 'rejecting')
      service.addEndpoint(
        'reject',
        asyncHandler(() => Promise.reject(new RangeError('no stock'))),
      )
      await traced.flush()
      traced.publish('reject')
      await rejected
      await service.stop()
    },
  },
  {
    name: 'a service with a loop',
    async run({ traced, note }) {
      const service = await addService(traced, 'looping')
      const requests = service.addEndpoint('loop')
      await traced.flush()
      const answered = traced.request('loop')
      for await (const request of requests) {
        note('body')
        await Promise.resolve()
        note('body after await')
        request.respond()
        break
      }
      await answered
    },
  },
  {
    name: 'monitoring of services',
    async run({ traced }) {
      const service = await addService(traced, 'watched')
      for await (const _ of await servicesOf(traced)
        .client({ strategy: 'timer', maxWait: 50 })
        .ping());
      await service.stop()
    },
  },
]

function addService(connection: NatsConnection, name: string): Promise<Service> {
  return servicesOf(connection).add({ name, version: '1.2.3' })
}
