import {
  Catch,
  Controller,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type Type,
} from '@nestjs/common'
import { RpcException } from '@nestjs/microservices'
import {
  getClientToken,
  JetstreamContext,
  JetstreamModule,
  JetstreamStrategy,
  type JetstreamClient,
} from '@hopscope/nestjs'
import { firstValueFrom, map, of, throwError, type Observable } from 'rxjs'
import { expect, test } from 'vitest'
import { controllerOf, listen, moduleOf, onCommand, onEvent } from './nest-app.ts'
import { startOrders, type Orders } from './orders.ts'
import { startNatsServer } from '@hopscope/nats-server'

test("a filter says what the caller gets, and the handler's span what was thrown", async () => {
  const apologize = filterOf(() => throwError(() => ({ code: 'SORRY', message: 'try later' })))
  await using orders = await startOrders([
    { ...onCommand('get.order', fail), enhancers: [UseFilters(apologize)] },
  ])

  await expect(firstValueFrom(orders.client.send('get.order', {}))).rejects.toEqual({
    code: 'SORRY',
    message: 'try later',
  })
  expect(await failureOf(orders)).toBe('no books left')
})

test('a filter that answers makes a success of a failure', async () => {
  await using orders = await startOrders([
    {
      ...onCommand('get.order', fail),
      enhancers: [UseFilters(filterOf(() => of('another book')))],
    },
  ])

  await expect(firstValueFrom(orders.client.send('get.order', {}))).resolves.toBe('another book')
})

test('a text that a filter fails with is what the caller gets', async () => {
  await using orders = await startOrders([
    {
      ...onCommand('get.order', fail),
      enhancers: [UseFilters(filterOf(() => throwError(() => 'try later')))],
    },
  ])

  await expect(firstValueFrom(orders.client.send('get.order', {}))).rejects.toBe('try later')
})

test('a guard that refuses a command is an error of its caller', async () => {
  await using orders = await startOrders([
    { ...onCommand('get.order', () => 7), enhancers: [UseGuards({ canActivate: () => false })] },
  ])

  await expect(firstValueFrom(orders.client.send('get.order', {}))).rejects.toEqual({
    status: 'error',
    message: 'Forbidden resource',
  })
})

test('pipes and interceptors have their say', async () => {
  const pipe = { transform: (value: unknown) => (value === 'seven' ? 7 : value) }
  const interceptor = {
    intercept: (_: unknown, next: { handle(): Observable<unknown> }) =>
      next.handle().pipe(map((value) => ({ value }))),
  }
  await using orders = await startOrders([
    {
      ...onCommand('get.order', (data) => data),
      enhancers: [UsePipes(pipe), UseInterceptors(interceptor)],
    },
  ])

  await expect(firstValueFrom(orders.client.send('get.order', 'seven'))).resolves.toEqual({
    value: 7,
  })
})

test('a controller of the scope of requests is made for each message', async () => {
  await using server = await startNatsServer()
  const controller = controllerOf(onCommand('get.order', fail))
  Controller({ scope: Scope.REQUEST })(controller)
  await using served = await serve(controller, server.url)

  await expect(firstValueFrom(served.client.send('get.order', {}))).rejects.toEqual({
    code: 'EMPTY',
    message: 'no books left',
  })
})

test('what instruments Nest is told of the begin and the end of each message', async () => {
  const told: unknown[] = []
  await using orders = await startOrders([onEvent('order.created', () => told.push('handled'))])
  const server = orders.app.get(JetstreamStrategy)
  server.setOnProcessingStartHook((_id, context, done) => {
    told.push(context instanceof JetstreamContext && context.getPattern())
    void done()
  })
  server.setOnProcessingEndHook(() => told.push('ended'))

  orders.client.emit('order.created', {})

  await expect.poll(() => told).toEqual(['order.created', 'handled', 'ended'])
})

test('an instrumentation that fails before a message is handled has it delivered again', async () => {
  const deliveries: number[] = []
  await using orders = await startOrders([
    onEvent('order.created', (_data, context) => deliveries.push(context.getDeliveryCount())),
  ])
  const server = orders.app.get(JetstreamStrategy)
  server.setOnProcessingStartHook((_id, context, done) => {
    const isFirst = context instanceof JetstreamContext && context.getDeliveryCount() === 1
    if (isFirst) throw new Error('no span')
    void done()
  })
  server.setOnProcessingEndHook(() => {
    throw new Error('no span')
  })

  orders.client.emit('order.created', {})

  await expect.poll(() => deliveries).toEqual([2])
})

function fail(): never {
  throw new RpcException({ code: 'EMPTY', message: 'no books left' })
}

function filterOf(answer: () => Observable<unknown>): { catch(): Observable<unknown> } {
  class Filter {
    catch(): Observable<unknown> {
      return answer()
    }
  }
  Catch()(Filter)
  return new Filter()
}

async function failureOf({ telemetry }: Orders): Promise<string | undefined> {
  await telemetry.until((spans) => spans.some(({ kind }) => kind === 'consumer'))
  return telemetry.spans.find(({ kind }) => kind === 'consumer')?.status.message
}

async function serve(controller: Type<unknown>, servers: string) {
  const app = await listen(
    moduleOf({
      imports: [
        JetstreamModule.forRoot({ name: 'orders', servers, tracing: false }),
        JetstreamModule.forFeature({ name: 'orders' }),
      ],
      controllers: [controller],
    }),
  )
  return {
    client: app.get<JetstreamClient>(getClientToken('orders')),
    [Symbol.asyncDispose]: () => app.close(),
  }
}
