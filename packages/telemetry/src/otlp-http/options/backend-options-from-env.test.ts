import { diag, DiagLogLevel } from '@opentelemetry/api'
import { afterEach, expect, test } from 'vitest'
import { backendOptionsFromEnv, signalOptionsFromEnv } from './backend-options-from-env.ts'

const PREFIX = 'OTEL_EXPORTER_OTLP'

afterEach(() => diag.disable())

test('nothing is set where no variable is', () => {
  expect(backendOptionsFromEnv({})).toEqual({})
})

test('each variable is an option', () => {
  expect(
    backendOptionsFromEnv({
      [`${PREFIX}_ENDPOINT`]: 'https://h/base',
      [`${PREFIX}_HEADERS`]: 'a=1, b = x%20y=,c,=d,a=2',
      [`${PREFIX}_TIMEOUT`]: '500',
      [`${PREFIX}_PROTOCOL`]: 'http/json',
      [`${PREFIX}_COMPRESSION`]: 'gzip',
      [`${PREFIX}_CERTIFICATE`]: 'ca.pem',
      [`${PREFIX}_CLIENT_KEY`]: 'key.pem',
      [`${PREFIX}_CLIENT_CERTIFICATE`]: 'cert.pem',
    }),
  ).toEqual({
    endpoint: 'https://h/base',
    headers: { a: '2', b: 'x y=' },
    timeoutMs: 500,
    protocol: 'http/json',
    compression: 'gzip',
    certificateFile: 'ca.pem',
    clientKeyFile: 'key.pem',
    clientCertificateFile: 'cert.pem',
  })
})

test.each(['TRACES', 'LOGS', 'METRICS'])('%s has each variable for itself', (signal) => {
  expect(
    backendOptionsFromEnv({
      [`${PREFIX}_${signal}_ENDPOINT`]: 'http://h/as/it/is/',
      [`${PREFIX}_${signal}_HEADERS`]: 'a=1',
      [`${PREFIX}_${signal}_TIMEOUT`]: '1',
      [`${PREFIX}_${signal}_PROTOCOL`]: 'http/protobuf',
      [`${PREFIX}_${signal}_COMPRESSION`]: 'none',
      [`${PREFIX}_${signal}_CERTIFICATE`]: 'ca.pem',
      [`${PREFIX}_${signal}_CLIENT_KEY`]: 'key.pem',
      [`${PREFIX}_${signal}_CLIENT_CERTIFICATE`]: 'cert.pem',
    }),
  ).toEqual({
    [signal.toLowerCase()]: {
      endpoint: 'http://h/as/it/is/',
      headers: { a: '1' },
      timeoutMs: 1,
      protocol: 'http/protobuf',
      compression: 'none',
      certificateFile: 'ca.pem',
      clientKeyFile: 'key.pem',
      clientCertificateFile: 'cert.pem',
    },
  })
})

test('a variable that is empty is not set', () => {
  const env = Object.fromEntries(NAMES.map((name) => [`${PREFIX}_${name}`, ' ']))

  expect(backendOptionsFromEnv(env)).toEqual({})
})

test('a timeout of 0 is none', () => {
  expect(backendOptionsFromEnv({ [`${PREFIX}_TIMEOUT`]: '0' })).toEqual({ timeoutMs: Infinity })
})

test.each([
  ['TIMEOUT', '1s'],
  ['TIMEOUT', '-1'],
  ['TIMEOUT', '99999999999'],
  ['PROTOCOL', 'http'],
  ['LOGS_COMPRESSION', 'zstd'],
])('%s=%s is ignored with a warning', (name, value) => {
  const warnings: string[] = []
  diag.setLogger(loggerOf(warnings), DiagLogLevel.WARN)

  expect(backendOptionsFromEnv({ [`${PREFIX}_${name}`]: value })).toEqual({})
  expect(warnings).toEqual([expect.stringContaining(`${PREFIX}_${name}`)])
})

test.each([
  [{ PROTOCOL: 'grpc' }, 'PROTOCOL'],
  [{ PROTOCOL: 'http/json', LOGS_PROTOCOL: 'GRPC' }, 'LOGS_PROTOCOL'],
  [{ PROTOCOL: 'grpc', TRACES_PROTOCOL: 'http/json', LOGS_PROTOCOL: 'http/json' }, 'PROTOCOL'],
])('gRPC by %j is not offered', (variables, name) => {
  expect(() => backendOptionsFromEnv(prefixed(variables))).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: `${PREFIX}_${name} is grpc, which is not offered`,
      hint: expect.stringContaining('http/protobuf'),
    }),
  )
})

test('gRPC for all is nothing where each signal has its own protocol', () => {
  const own = {
    TRACES_PROTOCOL: 'http/json',
    LOGS_PROTOCOL: 'http/json',
    METRICS_PROTOCOL: 'http/json',
  }

  expect(backendOptionsFromEnv(prefixed({ PROTOCOL: 'grpc', ...own }))).toEqual({
    traces: { protocol: 'http/json' },
    logs: { protocol: 'http/json' },
    metrics: { protocol: 'http/json' },
  })
})

test.each([
  ['localhost:4318', 'localhost:4318 is no http or https URL'],
  ['ftp://user:secret@host', 'ftp://host is no http or https URL'],
  ['user:secret@host:4318', 'host:4318 is no http or https URL'],
  ['http://user:se/cr?et@host', 'http://host is no http or https URL'],
  ['http://user:secret@ho st?token=secret', 'http://ho st is no http or https URL'],
])('the endpoint %s is refused, without its secrets', (endpoint, message) => {
  expect(() => backendOptionsFromEnv({ [`${PREFIX}_LOGS_ENDPOINT`]: endpoint })).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message }),
  )
})

test('of one signal alone what it sets for itself comes before what is set for all', () => {
  const env = prefixed({
    ENDPOINT: 'http://all',
    TIMEOUT: '1',
    HEADERS: 'a=1',
    LOGS_HEADERS: 'b=2',
    LOGS_PROTOCOL: 'grpc',
    TRACES_HEADERS: 'c=3',
  })

  expect(signalOptionsFromEnv(env, 'traces')).toEqual({ timeoutMs: 1, headers: { c: '3' } })
  expect(signalOptionsFromEnv(env, 'metrics')).toEqual({ timeoutMs: 1, headers: { a: '1' } })
})

const NAMES = [
  'ENDPOINT',
  'HEADERS',
  'TIMEOUT',
  'PROTOCOL',
  'COMPRESSION',
  'CERTIFICATE',
  'CLIENT_KEY',
  'CLIENT_CERTIFICATE',
]

function prefixed(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`${PREFIX}_${name}`, value]),
  )
}

function loggerOf(warnings: string[]) {
  const ignore = () => undefined
  return {
    verbose: ignore,
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (message: string) => void warnings.push(message),
  }
}
