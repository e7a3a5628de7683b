import { RpcException } from '@nestjs/microservices'
import { NotFoundException } from '@nestjs/common'
import { messagePackCodec } from '@hopscope/nats/transport/msgpack'
import { JetstreamRecordBuilder } from '@hopscope/nestjs'
import { firstValueFrom, lastValueFrom, NEVER, of, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import { onCommand, type Handle } from './nest-app.ts'
import { startOrders, type Orders } from './orders.ts'

const MODES = ['core', 'jetstream'] as const

test.each(MODES)('a command is answered with what its handler returns (%s)', async (mode) => {
  await using orders = await serve(async ({ id }: { id: number }) => ({ id, isOpen: true }), mode)

  const reply = await ask(orders, { id: 7 })

  expect(reply).toEqual({ id: 7, isOpen: true })
})

test.each(MODES)('the reply of an observable is its last value (%s)', async (mode) => {
  await using orders = await serve(() => of('first', 'last'), mode)

  const reply = await ask(orders)

  expect(reply).toBe('last')
})

test.each(MODES)(
  'a command whose handler returns nothing completes without a value (%s)',
  async (mode) => {
    await using orders = await serve(() => undefined, mode)

    const reply = await lastValueFrom(orders.client.send('get.order', {}), {
      defaultValue: 'nothing',
    })

    expect(reply).toBe('nothing')
  },
)

test.each(MODES)('an RpcException with an object is what the caller gets (%s)', async (mode) => {
  await using orders = await serve(() => {
    throw new RpcException({ code: 'OUT_OF_STOCK', message: 'no books left' })
  }, mode)

  await expect(ask(orders)).rejects.toEqual({ code: 'OUT_OF_STOCK', message: 'no books left' })
})

test('an RpcException with a text is an envelope with that text', async () => {
  await using orders = await serve(() => {
    throw new RpcException('no books left')
  })

  await expect(ask(orders)).rejects.toEqual({ status: 'error', message: 'no books left' })
})

test.each([
  ['an error', new TypeError('no price of secret')],
  ['an exception of HTTP', new NotFoundException('no secret')],
  ['a text', 'the secret'],
  ['nothing', undefined],
])('the caller learns nothing of %s that a handler throws', async (_, thrown) => {
  await using orders = await serve(() => {
    throw thrown
  })

  await expect(ask(orders)).rejects.toEqual({ status: 'error', message: 'Internal server error' })
})

test('an observable that fails is a command that failed', async () => {
  await using orders = await serve(() => throwError(() => new RpcException('too late')))

  await expect(ask(orders)).rejects.toEqual({ status: 'error', message: 'too late' })
})

test.each(MODES)(
  'both sides have spans that failed, and the handler says what it threw (%s)',
  async (mode) => {
    await using orders = await serve(() => {
      throw new TypeError('no price of secret')
    }, mode)

    const envelope = { status: 'error', message: 'Internal server error' }
    await expect(ask(orders)).rejects.toEqual(envelope)
    await orders.telemetry.until((spans) => spans.some(({ kind }) => kind === 'consumer'))

    const asked = orders.telemetry.spans.find(({ name }) => name.startsWith('request'))
    const [handled] = orders.telemetry.spans.filter(({ kind }) => kind === 'consumer')
    expect(handled?.status).toEqual({ code: 'error', message: 'no price of secret' })
    expect(handled?.attributes['error.type']).toBe('TypeError')
    expect(asked?.attributes['error.type']).toBe('RPC_FAILED')
  },
)

test('a pattern may be an object', async () => {
  await using orders = await startOrders([onCommand({ cmd: 'sum' }, ([a, b]: number[]) => [b, a])])

  const reply = await firstValueFrom(orders.client.send({ cmd: 'sum' }, [1, 2]))

  expect(reply).toEqual([2, 1])
})

test('both sides may have another codec', async () => {
  const at = new Date(0)
  const codec = messagePackCodec()
  await using orders = await startOrders([onCommand('get.order', (data) => data)], { codec })

  const reply = await ask(orders, { at })

  expect(reply).toEqual({ at })
})

test('a record says how long its reply is waited for', async () => {
  await using orders = await serve(() => NEVER)
  const record = new JetstreamRecordBuilder({}).setTimeout(50).build()

  await expect(ask(orders, record)).rejects.toMatchObject({ code: 'RPC_TIMEOUT' })
})

test('a command that nobody serves fails with the error of the transport', async () => {
  await using orders = await startOrders([])

  await expect(ask(orders)).rejects.toMatchObject({ code: 'RPC_NO_RESPONDERS' })
})

function serve(handle: Handle, mode: (typeof MODES)[number] = 'core'): Promise<Orders> {
  return startOrders([onCommand('get.order', handle)], {
    rpc: { mode, timeoutMs: 5000 },
    shutdownTimeoutMs: 50,
  })
}

function ask(orders: Orders, data: unknown = {}): Promise<unknown> {
  return firstValueFrom(orders.client.send('get.order', data))
}
