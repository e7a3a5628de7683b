import { startNatsServer } from '@hopscope/nats-server'
import { stringField } from '@hopscope/observe'
import { decodeLogs, type LogRecordData } from '@hopscope/observe/otlp'
import { ensureTelemetryStream, LogCollector, type TelemetryError } from '@hopscope/telemetry'
import { logs, SeverityNumber } from '@opentelemetry/api-logs'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages, type StoredMessage } from './stored-messages.ts'

test('log records are stored by their level, a flush in one message each', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new LogCollector(connection, { service: 'check out' })

  collector.logger.info('one', stringField('order', '1'))
  collector.logger.info('two')
  collector.logger.error('three', new Error('no'))
  await collector.flush()

  const stored = await storedMessages(connection)
  expect(
    stored.map((message) => [message.subject, recordsIn(message).map(({ body }) => body)]),
  ).toEqual([
    ['telemetry.logs.check_out.info', ['one', 'two']],
    ['telemetry.logs.check_out.error', ['three']],
  ])
  expect(stored[0] && recordsIn(stored[0])[0]).toMatchObject({
    severityNumber: 9,
    severityText: 'info',
    attributes: { order: '1' },
  })
  expect(stored[0]?.header('Content-Type')).toBe('application/x-protobuf')
  expect(collector.stats).toEqual({ recorded: 3, stored: 3, dropped: 0 })
})

test("a collector is a logger provider of OpenTelemetry's API for logs", async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new LogCollector(connection, { service: 's' })

  logs.setGlobalLoggerProvider(collector)
  const logger = logs.getLogger('lib', '1')
  logger.emit({ severityNumber: SeverityNumber.FATAL2, body: { a: 1 }, context: ROOT_CONTEXT })
  logs.disable()
  await collector.flush()

  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe('telemetry.logs.s.fatal')
  const [resourceLogs] = (stored && decodeLogs(stored.data)?.resourceLogs) ?? []
  expect(resourceLogs).toMatchObject({
    resource: { attributes: { 'service.name': 's' } },
    scopeLogs: [{ scope: { name: 'lib', version: '1' }, logRecords: [{ body: { a: 1 } }] }],
  })
})

test.each([
  [{ severityNumber: 1 }, 'trace'],
  [{ severityNumber: 8 }, 'debug'],
  [{ severityNumber: 12 }, 'info'],
  [{ severityNumber: 13 }, 'warn'],
  [{ severityNumber: 20 }, 'error'],
  [{ severityNumber: 24 }, 'fatal'],
  [{ severityText: 'WARN' }, 'warn'],
  [{ severityText: 'loud.>' }, 'info'],
  [{}, 'info'],
])('a record with %j has the level %s', async (severity, level) => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new LogCollector(connection, { service: 's' })

  collector.getLogger('lib').emit({ ...severity, context: ROOT_CONTEXT })
  await collector.flush()

  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe(`telemetry.logs.s.${level}`)
})

test('who logs what is lost to the collector that loses it does not go round in circles', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const errors: TelemetryError[] = []
  const collector = new LogCollector(connection, {
    service: 's',
    onError(error) {
      errors.push(error)
      collector.logger.error(error.message)
    },
  })
  await collector.close()

  collector.logger.info('late')

  expect(errors).toMatchObject([{ code: 'COLLECTOR_CLOSED' }])
  expect(collector.stats).toEqual({ recorded: 2, stored: 0, dropped: 2 })
})

test('log records that no stream takes are dropped, counted and told of', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const errors: TelemetryError[] = []
  await using collector = new LogCollector(connection, {
    service: 's',
    maxAttempts: 1,
    onError: (error) => void errors.push(error),
  })

  collector.logger.info('lost')
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 1, stored: 0, dropped: 1 })
  expect(errors).toMatchObject([
    {
      code: 'LOGS_DROPPED',
      message: '1 log records were not stored: no stream stores the subject',
    },
  ])
})

function recordsIn({ data }: StoredMessage): readonly LogRecordData[] {
  const { resourceLogs = [] } = decodeLogs(data) ?? {}
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
}
