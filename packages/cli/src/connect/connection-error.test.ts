import { AuthorizationError, UserAuthenticationExpiredError } from '@nats-io/nats-core'
import { expect, test } from 'vitest'
import { connectionError } from './connection-error.ts'
import type { ConnectionTarget } from './connection-target.ts'

test.each([
  [new UserAuthenticationExpiredError('user authentication expired')],
  [new AuthorizationError('Account Authentication Expired')],
])('%s asks for new credentials', (error) => {
  expect(connectionError(error, target({ contextName: 'prod' }))).toMatchObject({
    message: 'the login of context "prod" at nats://a:4222 has expired',
    hint: expect.stringContaining('new credentials'),
  })
})

test.each([
  ['ETIMEDOUT', 'nats://a:4222 did not answer within 5000 ms'],
  ['EAI_AGAIN', 'the host of nats://a:4222 is not known'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate of nats://a:4222 is for another name'],
  ['CERT_HAS_EXPIRED', 'the certificate of nats://a:4222 has expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /is not signed by an authority that is trusted here$/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /is not signed by an authority that is trusted here$/],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', /^TLS with nats:\/\/a:4222 failed \(ERR_SSL/],
  ['ECONNRESET', 'cannot connect to nats://a:4222: ECONNRESET'],
])('%s is told in words', (code, message) => {
  expect(connectionError(systemError(code), target())).toMatchObject({
    code: 'CONNECTION_FAILED',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(/\w/),
  })
})

test('a connection that is reset in TLS may want a certificate of the client', () => {
  const without = target({ options: { tls: { caFile: 'ca.pem' } } })
  const withOne = target({ options: { tls: { certFile: 'cert.pem', keyFile: 'key.pem' } } })

  expect(connectionError(systemError('ECONNRESET'), without)).toMatchObject({
    message: 'nats://a:4222 ended the connection when TLS had begun',
    hint: expect.stringContaining('asks for a certificate of the client'),
  })
  expect(connectionError(systemError('ECONNRESET'), withOne).message).toMatch(/ECONNRESET$/)
})

test('every server that was tried is named', () => {
  const urls = ['nats://a:1', 'nats://b:2']

  expect(connectionError(systemError('ECONNREFUSED'), target({ urls })).message).toBe(
    'nothing listens at nats://a:1, nats://b:2',
  )
})

test('the error of the client is kept as the cause', () => {
  const error = systemError('ECONNRESET')

  expect(connectionError(error, target()).cause).toBe(error)
})

function target(fields: Partial<ConnectionTarget> = {}): ConnectionTarget {
  return {
    options: {},
    urls: ['nats://a:4222'],
    hasLogin: true,
    timeoutMs: 5000,
    jetstream: {},
    ...fields,
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`the words of ${code}`), { code })
}
