import * as fc from 'fast-check'
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { expect, test } from 'vitest'
import { resources, scopes } from '../../../test/arbitrary-traces.ts'
import type { AnyValue, LogData } from '../index.ts'
import { decodeLogs } from './decode-logs.ts'
import { encodeLogRecord, encodeLogs } from './encode-logs.ts'
import { formatLogsJson } from './format-logs-json.ts'
import { parseLogsJson } from './parse-logs-json.ts'

test('decodes what was encoded', () => {
  fc.assert(
    fc.property(logs(), (data) => {
      expect(decodeLogs(encodeLogs(data))).toEqual(data)
    }),
  )
})

test('parses what was formatted', () => {
  fc.assert(
    fc.property(logs(), (data) => {
      expect(parseLogsJson(formatLogsJson(data))).toEqual(data)
    }),
  )
})

test("reads what OpenTelemetry's own code writes", () => {
  const bytes = ProtobufLogsSerializer.serializeRequest([SDK_RECORD])

  expect(bytes && decodeLogs(bytes)).toEqual({
    resourceLogs: [
      {
        resource: { attributes: { 'service.name': 's' } },
        scopeLogs: [
          {
            scope: { name: 'lib', version: '1' },
            logRecords: [
              {
                timeUnixNano: 1_700_000_000_000_000_001n,
                observedTimeUnixNano: 1_700_000_000_000_000_002n,
                severityNumber: 17,
                severityText: 'ERROR',
                body: { text: 'no', list: [1, 2.5, true] },
                attributes: { key: 'value' },
                droppedAttributesCount: 3,
                flags: 1,
                traceId: 'a'.repeat(32),
                spanId: 'b'.repeat(16),
                eventName: 'order.failed',
              },
            ],
          },
        ],
      },
    ],
  })
})

test('a record is encoded alone as it is among others', () => {
  fc.assert(
    fc.property(logRecords(), (record) => {
      const alone = encodeLogRecord(record)
      const request = encodeLogs({
        resourceLogs: [
          {
            resource: { attributes: {} },
            scopeLogs: [{ scope: { name: '' }, logRecords: [record] }],
          },
        ],
      })

      expect(Buffer.from(request).includes(Buffer.from(alone))).toBe(true)
    }),
  )
})

test('never throws at bytes of any kind', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeLogs(bytes)
      parseLogsJson(new TextDecoder().decode(bytes))
    }),
  )
})

test('every cut-off request is malformed or a shorter one', () => {
  const request = encodeLogs(ONE_RECORD)
  const lengths = Array.from(request, (_, length) => length)

  const readable = lengths.filter((length) => decodeLogs(request.subarray(0, length)))

  expect(readable).toEqual([0])
})

test.each([
  [
    'an id of a wrong length',
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"ab"}]}]}]}',
  ],
  ['a list that is none', '{"resourceLogs":{}}'],
  ['no JSON', '{"resourceLogs":'],
  ['no object', '[]'],
])('%s is malformed', (_, text) => {
  expect(parseLogsJson(text)).toBeUndefined()
})

test.each([
  ['SEVERITY_NUMBER_TRACE', 1],
  ['SEVERITY_NUMBER_INFO', 9],
  ['SEVERITY_NUMBER_WARN3', 15],
  ['SEVERITY_NUMBER_FATAL4', 24],
  ['17', 17],
])('the severity %s is %i', (severityNumber, number) => {
  const text = JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber }] }] }],
  })

  expect(parseLogsJson(text)?.resourceLogs[0]?.scopeLogs[0]?.logRecords[0]).toMatchObject({
    severityNumber: number,
    body: null,
  })
})

test('the example of the OTLP specification is read', () => {
  expect(parseLogsJson(SPECIFIED)?.resourceLogs[0]).toEqual({
    resource: { attributes: { 'service.name': 'my.service' } },
    scopeLogs: [
      {
        scope: { name: 'my.library', version: '1.0.0' },
        logRecords: [
          {
            timeUnixNano: 1544712660300000000n,
            observedTimeUnixNano: 1544712660300000000n,
            severityNumber: 10,
            severityText: 'Information',
            traceId: '5b8efff798038103d269b633813fc60c',
            spanId: 'eee19b7ec3c1b174',
            body: 'Example log record',
            attributes: {
              'string.attribute': 'some string',
              'boolean.attribute': true,
              'int.attribute': 10,
              'array.attribute': ['many', 'values'],
            },
          },
        ],
      },
    ],
  })
})

const ONE_RECORD: LogData = {
  resourceLogs: [
    {
      resource: { attributes: {} },
      scopeLogs: [
        {
          scope: { name: '' },
          logRecords: [
            {
              timeUnixNano: 1n,
              observedTimeUnixNano: 0n,
              severityNumber: 9,
              body: { text: 'hello' },
              attributes: { a: 1 },
            },
          ],
        },
      ],
    },
  ],
}

// opentelemetry-proto, examples/logs.json.
const SPECIFIED = JSON.stringify({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'my.service' } }] },
      scopeLogs: [
        {
          scope: { name: 'my.library', version: '1.0.0' },
          logRecords: [
            {
              timeUnixNano: '1544712660300000000',
              observedTimeUnixNano: '1544712660300000000',
              severityNumber: 10,
              severityText: 'Information',
              traceId: '5B8EFFF798038103D269B633813FC60C',
              spanId: 'EEE19B7EC3C1B174',
              body: { stringValue: 'Example log record' },
              attributes: [
                { key: 'string.attribute', value: { stringValue: 'some string' } },
                { key: 'boolean.attribute', value: { boolValue: true } },
                { key: 'int.attribute', value: { intValue: '10' } },
                {
                  key: 'array.attribute',
                  value: {
                    arrayValue: { values: [{ stringValue: 'many' }, { stringValue: 'values' }] },
                  },
                },
              ],
            },
          ],
        },
      ],
    },
  ],
})

// It makes data in the one form that reading gives: nothing that is empty or zero where it may be
// absent, and attributes without a prototype.
function logs(): fc.Arbitrary<LogData> {
  const scopeLogs = fc.record(
    { scope: scopes(), logRecords: fc.array(logRecords(), { maxLength: 3 }), schemaUrl: given() },
    { requiredKeys: ['scope', 'logRecords'] },
  )
  const resourceLogs = fc.record(
    { resource: resources(), scopeLogs: fc.array(scopeLogs, { maxLength: 3 }), schemaUrl: given() },
    { requiredKeys: ['resource', 'scopeLogs'] },
  )
  return fc.record({ resourceLogs: fc.array(resourceLogs, { maxLength: 3 }) })
}

function logRecords() {
  return fc.record(
    {
      timeUnixNano: time(),
      observedTimeUnixNano: time(),
      severityNumber: fc.integer({ min: 0, max: 24 }),
      severityText: given(),
      body: bodies(),
      attributes: attributes(),
      droppedAttributesCount: count(),
      flags: count(),
      traceId: hex(32),
      spanId: hex(16),
      eventName: given(),
    },
    {
      requiredKeys: [
        'timeUnixNano',
        'observedTimeUnixNano',
        'severityNumber',
        'body',
        'attributes',
      ],
    },
  )
}

function bodies(): fc.Arbitrary<AnyValue> {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const list = fc.array(text, { maxLength: 3 })
  return fc.oneof(text, fc.boolean(), fc.constant(null), fc.maxSafeInteger(), attributes(), list)
}

function attributes() {
  return resources().map((resource) => resource.attributes)
}

function given() {
  return fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
}

function count() {
  return fc.integer({ min: 1, max: 0xffff_ffff })
}

function time() {
  return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
}

function hex(length: number) {
  const unit = fc.constantFrom(...'0123456789abcdef'.split(''))
  return fc.string({ unit, minLength: length, maxLength: length })
}

type Resource = Parameters<typeof ProtobufLogsSerializer.serializeRequest>[0][number]['resource']

const RESOURCE: Resource = {
  attributes: { 'service.name': 's' },
  merge: () => RESOURCE,
  getRawAttributes: () => [['service.name', 's']],
}

const SDK_RECORD = {
  hrTime: [1_700_000_000, 1] as [number, number],
  hrTimeObserved: [1_700_000_000, 2] as [number, number],
  severityNumber: 17,
  severityText: 'ERROR',
  body: { text: 'no', list: [1, 2.5, true] },
  attributes: { key: 'value' },
  droppedAttributesCount: 3,
  eventName: 'order.failed',
  spanContext: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 },
  resource: RESOURCE,
  instrumentationScope: { name: 'lib', version: '1' },
}
