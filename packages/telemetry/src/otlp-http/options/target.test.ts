import { expect, test } from 'vitest'
import { Backend } from '../backend.ts'
import type { BackendOptions } from './backend-options.ts'
import { SIGNALS } from '../signal.ts'

test('without an endpoint each signal goes to this machine', () => {
  const backend = new Backend()

  expect(SIGNALS.map((signal) => backend.url(signal))).toEqual([
    'http://localhost:4318/v1/traces',
    'http://localhost:4318/v1/logs',
    'http://localhost:4318/v1/metrics',
  ])
})

test.each<[BackendOptions, string]>([
  [{ timeoutMs: 0 }, 'timeoutMs must be 1 to 2147483647 or Infinity, got 0'],
  [{ logs: { timeoutMs: NaN } }, 'timeoutMs must be 1 to 2147483647 or Infinity, got NaN'],
  [{ timeoutMs: 2 ** 31 }, 'timeoutMs must be 1 to 2147483647 or Infinity, got 2147483648'],
  [JSON.parse('{"protocol":"grpc"}'), 'protocol must be http/protobuf or http/json, got grpc'],
  [JSON.parse('{"compression":"zstd"}'), 'compression must be gzip or none, got zstd'],
  [JSON.parse('{"gzipMembers":""}'), 'gzipMembers must be join or recompress, got '],
  [{ certificateFile: '/nowhere/ca.pem' }, '/nowhere/ca.pem cannot be read: ENOENT'],
  [{ certificateFile: '/' }, '/ cannot be read: EISDIR'],
  [{ certificateFile: import.meta.filename }, `${import.meta.filename} is no PEM file`],
  [
    { clientKeyFile: 'a' },
    'the key and the certificate of a client go together, and clientCertificateFile is missing',
  ],
  [
    { clientCertificateFile: 'a' },
    'the key and the certificate of a client go together, and clientKeyFile is missing',
  ],
])('the option %j is refused', (options, message) => {
  expect(() => new Backend(options)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message }),
  )
})
