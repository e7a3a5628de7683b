import { parseTraceparent } from '@hopscope/observe/w3c'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'

test('a request, its handler and its reply are one trace', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('payments', { callback: (_, message) => void message.respond('paid') })
  await pair.traced.flush()

  const reply = await pair.traced.request('payments', 'please')

  const [request] = pair.telemetry.spansNamed('request payments')
  const [process] = pair.telemetry.spansNamed('process payments')
  const [answer] = pair.telemetry.spansNamed('reply (temporary)')
  expect(reply.string()).toBe('paid')
  expect([request?.kind, process?.kind, answer?.kind]).toEqual(['producer', 'consumer', 'producer'])
  expect(process?.parentSpanId).toBe(request?.spanId)
  expect(answer?.parentSpanId).toBe(process?.spanId)
  expect(parseTraceparent(reply.headers?.get('traceparent') ?? '')?.spanId).toBe(answer?.spanId)
  expect(answer?.attributes['messaging.destination.temporary']).toBe(true)
})

test('a request that nobody answers fails as it did, and so does its span', async () => {
  await using pair = await startPair()

  await expect(pair.traced.request('nobody', '')).rejects.toThrow('no responders')

  expect(pair.telemetry.spansNamed('request nobody')[0]).toMatchObject({
    status: { code: 'error' },
    attributes: { 'error.type': '503_no_responders' },
  })
})

test('a request that nobody waits for does not end the process when it fails', async () => {
  await using pair = await startPair()
  const rejections: unknown[] = []
  const onRejection = (error: unknown): void => void rejections.push(error)
  process.on('unhandledRejection', onRejection)

  void pair.traced.request('nobody', '')
  await pair.telemetry.until((spans) => spans.length === 1)
  await pair.traced.flush()

  process.off('unhandledRejection', onRejection)
  expect(rejections).toEqual([])
})

test('a reply to a subject of the application is no message of its own', async () => {
  await using pair = await startPair()
  pair.plain.subscribe('payments', { callback: (_, message) => void message.respond('paid') })
  await pair.plain.flush()

  await pair.traced.request('payments', '', { noMux: true, reply: 'my.replies', timeout: 5000 })

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual(['request payments'])
})

test('a reply to a subject of the application is a reply all the same', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('payments', { callback: (_, message) => void message.respond('paid') })
  await pair.traced.flush()

  await pair.plain.request('payments', '', { noMux: true, reply: 'my.replies', timeout: 5000 })

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual([
    'reply (temporary)',
    'process payments',
  ])
})

test('requestMany that nobody answers fails as it did, and so does its span', async () => {
  await using pair = await startPair()

  const replies = await pair.traced.requestMany('nobody', '', { noMux: true, maxWait: 5000 })

  await expect(replies[Symbol.asyncIterator]().next()).rejects.toThrow('no responders')
  await pair.telemetry.until((spans) => spans.length === 1)
  expect(pair.telemetry.spans[0]?.status.code).toBe('error')
})

test('the span of requestMany ends when its replies do', async () => {
  await using pair = await startPair()
  for (const _ of ['first', 'second']) {
    pair.traced.subscribe('survey', { callback: (_, message) => void message.respond('yes') })
  }
  await pair.traced.flush()

  const replies = await pair.traced.requestMany('survey', '', {
    strategy: 'count',
    maxMessages: 2,
    maxWait: 5000,
  })
  const answers: string[] = []
  for await (const reply of replies) answers.push(reply.string())

  expect(answers).toEqual(['yes', 'yes'])
  await pair.telemetry.until((spans) => spans.some((span) => span.name === 'request survey'))
  expect(pair.telemetry.spansNamed('reply (temporary)')).toHaveLength(2)
})
