import { NoRespondersError, RequestError, TimeoutError } from '@nats-io/nats-core'
import { expect, test } from 'vitest'
import { streamProblem } from './stream-problem.ts'

test('of a stream whose server did not answer in time it is not said that it is missing', () => {
  expect(streamProblem('TELEMETRY', new TimeoutError())).toEqual({
    state: 'unavailable',
    stream: 'TELEMETRY',
    hint: 'Stream TELEMETRY cannot be read: timeout.',
  })
})

test('where nobody answers for streams there is none', () => {
  const error = new RequestError('no responders', { cause: new NoRespondersError('x') })

  expect(streamProblem('TELEMETRY', error)).toMatchObject({ state: 'missing' })
})
