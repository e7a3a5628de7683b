import { diag } from '@opentelemetry/api'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { detectResource, parseResourceAttributes } from './detect-resource.ts'

test('what makes the telemetry is found out', () => {
  const { service, attributes } = detectResource({ env: {} })

  expect(service).toBe('unknown_service:node')
  expect(attributes).toMatchObject({
    'service.name': 'unknown_service:node',
    'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
  })
})

test('the instance of a service is the same for all that a process tells', () => {
  const [one, two] = [detectResource({ env: {} }), detectResource({ env: {}, service: 's' })]

  expect(one.attributes['service.instance.id']).toBe(two.attributes['service.instance.id'])
})

test('what is told comes before the variables, and the service before its attributes', () => {
  const env = {
    OTEL_SERVICE_NAME: 'by-name',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=by-attribute,host.name=h,team=a',
  }

  expect(detectResource({ env }).attributes).toMatchObject({
    'service.name': 'by-name',
    'host.name': 'h',
    team: 'a',
  })
  expect(detectResource({ env, resource: { 'service.name': 'told', team: 'b' } })).toMatchObject({
    service: 'told',
    attributes: { 'service.name': 'told', 'host.name': 'h', team: 'b' },
  })
  expect(
    detectResource({ env, service: 'option', resource: { 'service.name': 'told' } }).service,
  ).toBe('option')
})

test.each([
  ['', {}],
  ['a=1', { a: '1' }],
  [' a = 1 , b=x%20y ,', { a: '1', b: 'x y' }],
  ['a=b=c', { a: 'b=c' }],
  ['a%2Cb=c%3Dd', { 'a,b': 'c=d' }],
  ['a=', { a: '' }],
  ['a=1,b', {}],
  ['a=1,=2', {}],
  ['a=%zz', {}],
])('the attributes %j are %j', (text, attributes) => {
  expect(parseResourceAttributes(text)).toEqual(attributes)
})

test.each([
  { env: { OTEL_SERVICE_NAME: '' } },
  { env: { OTEL_SERVICE_NAME: '  ' } },
  { env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=' } },
  { env: {}, resource: { 'service.name': '' } },
])('a service whose name is empty is one that nobody named: %j', (options) => {
  expect(detectResource(options)).toMatchObject({
    service: 'unknown_service:node',
    attributes: { 'service.name': 'unknown_service:node' },
  })
})

test('a name that is empty does not hide one that is not', () => {
  const env = { OTEL_SERVICE_NAME: ' ', OTEL_RESOURCE_ATTRIBUTES: 'service.name=checkout' }

  expect(detectResource({ env }).service).toBe('checkout')
})

test('a malformed list is told of', () => {
  const warnings: string[] = []
  const ignore = (): void => {}
  const warn = (message: string): void => void warnings.push(message)
  diag.setLogger({ warn, error: ignore, info: ignore, debug: ignore, verbose: ignore })

  parseResourceAttributes('a=1,b')
  parseResourceAttributes('a=1')
  diag.disable()

  expect(warnings).toEqual([
    '@hopscope/observe: OTEL_RESOURCE_ATTRIBUTES must be a list of key=value, percent-encoded, got a=1,b; it is ignored',
  ])
})
