import { expect, test } from 'vitest'
import { backendOptions } from './backend-options.ts'

test('the variables of OpenTelemetry say where telemetry goes', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h:4318',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs/in',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  }

  expect(backendOptions({}, env)).toMatchObject({
    backend: {
      endpoint: 'http://h:4318',
      compression: 'gzip',
      logs: { endpoint: 'http://logs/in' },
    },
    signals: ['traces', 'logs', 'metrics'],
  })
})

test('an option comes before the variables, those of single signals included', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://env',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://env/traces',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '1',
  }
  const { backend } = backendOptions({ endpoint: 'http://flag', metricsEndpoint: 'http://m' }, env)

  expect(backend).toMatchObject({ endpoint: 'http://flag', metrics: { endpoint: 'http://m' } })
  expect(backend.traces).toEqual({ timeoutMs: 1 })
})

test('every option of the backend is one of its settings', () => {
  const { backend } = backendOptions(
    {
      endpoint: 'http://h',
      protocol: 'http/json',
      compression: 'gzip',
      gzipMembers: 'recompress',
      exportTimeout: 500,
      certificate: 'ca.pem',
      clientKey: 'key.pem',
      clientCertificate: 'cert.pem',
    },
    {},
  )

  expect(backend).toMatchObject({
    protocol: 'http/json',
    compression: 'gzip',
    gzipMembers: 'recompress',
    timeoutMs: 500,
    certificateFile: 'ca.pem',
    clientKeyFile: 'key.pem',
    clientCertificateFile: 'cert.pem',
  })
})

test.each([
  [{ protocol: 'http/protobuf' }, 'OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  [{ protocol: 'http/json' }, 'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL', 'grpc'],
  [{}, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4317'],
  [{}, 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'localhost:4317'],
  [{ logsEndpoint: 'http://l' }, 'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', 'localhost:4317'],
] as const)('what %j says is not read from %s=%s', (flags, name, value) => {
  const { backend } = backendOptions({ endpoint: 'http://h', ...flags }, { [name]: value })

  expect(backend).toMatchObject({ endpoint: 'http://h' })
})

test('an endpoint for one signal leaves those of the variables to the others', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://env',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://env/logs',
  }
  const { backend } = backendOptions({ tracesEndpoint: 'http://t' }, env)

  expect(backend).toMatchObject({
    endpoint: 'http://env',
    traces: { endpoint: 'http://t' },
    logs: { endpoint: 'http://env/logs' },
  })
})

test('headers of options go to all signals, beside those of variables', () => {
  const { backend } = backendOptions(
    { endpoint: 'http://h', header: ['tenant: acme', 'tenant:b', 'Api-Key: flag'] },
    {
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,api-key=env',
      OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'b=2',
    },
  )

  expect(backend.headers).toEqual({ a: '1', tenant: 'acme, b', 'Api-Key': 'flag' })
  expect(backend.logs?.headers).toEqual({ b: '2', tenant: 'acme, b', 'Api-Key': 'flag' })
})

test('signals without an endpoint are left in the stream', () => {
  expect(backendOptions({ tracesEndpoint: 'http://jaeger/v1/traces' }, {}).signals).toEqual([
    'traces',
  ])
})

test.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }])('%o names no backend', (env) => {
  expect(() => backendOptions({}, env)).toThrow(
    expect.objectContaining({
      code: 'ARGUMENT_INVALID',
      message: 'there is no backend to send telemetry to',
      hint: expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT'),
    }),
  )
})

test('a header that is malformed is refused without its value', () => {
  expect(() => backendOptions({ endpoint: 'http://h', header: ['key: s3cr\net'] }, {})).toThrow(
    expect.objectContaining({
      code: 'ARGUMENT_INVALID',
      message: 'header key has a control character',
    }),
  )
})
