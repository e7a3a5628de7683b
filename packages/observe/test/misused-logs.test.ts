import { decodeLogs, encodeLogs, type LogRecordData } from '@hopscope/observe/otlp'
import { loggerProvider, type EmittedLogRecord } from '@hopscope/observe/recorder'
import { expect, test } from 'vitest'
import { forAnything } from './for-anything.ts'

test.each([
  ['body', { attributes: { a: 1 } }],
  ['attributes', { body: 'x' }],
  ['timestamp', { body: 'x', attributes: { a: 1 } }],
  ['observedTimestamp', { body: 'x', attributes: { a: 1 } }],
  ['severityNumber', { body: 'x', attributes: { a: 1 } }],
  ['severityText', { body: 'x', attributes: { a: 1 } }],
  ['eventName', { body: 'x', attributes: { a: 1 } }],
  ['exception', { body: 'x', attributes: { a: 1 } }],
  ['context', { body: 'x', attributes: { a: 1 } }],
])('a log record whose %s is anything is recorded, with all else', async (field, rest) => {
  await forAnything((value) => {
    const emitted: LogRecordData[] = []
    const logger = loggerProvider((record) => emitted.push(record)).getLogger('test')

    const record: EmittedLogRecord = { body: 'x', attributes: { a: 1 } }
    logger.emit({ ...record, [field]: value })

    expect(written(emitted)).toMatchObject([rest])
  })
})

test('what is no log record, no scope and no context does not throw', async () => {
  await forAnything((one, other, third) => {
    const logger = loggerProvider(() => {}).getLogger(one, other, third)

    logger.emit(one)

    expect(logger.enabled(other)).toBe(true)
  })
})

test('what a sink of log records throws does not reach the application', () => {
  const logger = loggerProvider(() => {
    throw new Error('broken')
  }).getLogger('test')

  expect(() => logger.emit({ body: 'x' })).not.toThrow()
})

function written(logRecords: readonly LogRecordData[]): readonly LogRecordData[] {
  const resource = { attributes: {} }
  const scopeLogs = [{ scope: { name: 'test' }, logRecords }]
  const data = decodeLogs(encodeLogs({ resourceLogs: [{ resource, scopeLogs }] }))
  return data?.resourceLogs[0]?.scopeLogs[0]?.logRecords ?? []
}
