import { expect, test } from 'vitest'
import { fakeIo } from '../../test/fake-io.ts'
import { presentError } from './present-error.ts'

test('an error is a sentence, what was tried, and what to do', () => {
  const io = fakeIo()
  const error = Object.assign(new Error('no nats-server was found'), {
    attempts: ['PATH: none'],
    hint: 'install one',
  })

  presentError(error, io.stderr)

  expect(io.stderr.text).toBe(
    'error: no nats-server was found\n  - PATH: none\nhint: install one\n',
  )
})

test('what a server said cannot steer the terminal', () => {
  const io = fakeIo()

  presentError(new Error('server \u001b[2Jn1\u0007 is old'), io.stderr)

  expect(io.stderr.text).toBe('error: server \ufffd[2Jn1\ufffd is old\n')
})

test('what is thrown and is no error is shown all the same', () => {
  const io = fakeIo()

  presentError('broken', io.stderr)

  expect(io.stderr.text).toBe('error: broken\n')
})
