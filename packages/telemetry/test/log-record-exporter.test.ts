import { startNatsServer } from '@hopscope/nats-server'
import { decodeLogs } from '@hopscope/observe/otlp'
import {
  ensureTelemetryStream,
  NatsLogRecordExporter,
  type ExporterOptions,
} from '@hopscope/telemetry'
import type { NatsConnection } from '@nats-io/transport-node'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { SeverityNumber } from '@opentelemetry/api-logs'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages } from './stored-messages.ts'

test('log records of the SDK are stored by their level, as OTLP', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection)
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }

  const logger = provider.getLogger('lib', '1')
  logger.emit({
    severityNumber: SeverityNumber.ERROR,
    severityText: 'ERROR',
    body: { text: 'no' },
    attributes: { a: 1 },
    context: trace.setSpanContext(ROOT_CONTEXT, span),
  })
  logger.emit({ severityNumber: SeverityNumber.INFO, body: 'one', context: ROOT_CONTEXT })
  logger.emit({ severityNumber: SeverityNumber.INFO2, body: 'two', context: ROOT_CONTEXT })
  await provider.shutdown()

  const stored = await storedMessages(connection)
  expect(
    stored.map(({ subject, data }) => [
      subject,
      decodeLogs(data)?.resourceLogs[0]?.scopeLogs[0]?.logRecords.map(({ body }) => body),
    ]),
  ).toEqual([
    ['telemetry.logs.shop.error', [{ text: 'no' }]],
    ['telemetry.logs.shop.info', ['one', 'two']],
  ])
  const [resourceLogs] = (stored[0] && decodeLogs(stored[0].data)?.resourceLogs) ?? []
  expect(resourceLogs).toMatchObject({
    resource: { attributes: { 'service.name': 'shop' } },
    scopeLogs: [
      {
        scope: { name: 'lib', version: '1' },
        logRecords: [
          {
            severityNumber: 17,
            severityText: 'ERROR',
            attributes: { a: 1 },
            traceId: span.traceId,
            spanId: span.spanId,
            flags: 1,
          },
        ],
      },
    ],
  })
})

test('DagNats has a message for each log record', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection, { format: 'dagnats' })

  provider.getLogger('lib').emit({ severityText: 'WARN', body: 'low', context: ROOT_CONTEXT })
  await provider.shutdown()

  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe('telemetry.logs.shop.warn')
  expect(stored?.header('Nats-Msg-Id')).toMatch(/^log\.\d+\.1$/)
  expect(stored && JSON.parse(new TextDecoder().decode(stored.data))).toMatchObject({
    severity: 'warn',
    body: 'low',
    serviceName: 'shop',
  })
})

test('the first DagNats has its own record of a log', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection, { format: 'dagnats-v1' })

  const severityNumber = SeverityNumber.FATAL
  provider.getLogger('lib').emit({ severityNumber, body: 'over', context: ROOT_CONTEXT })
  await provider.shutdown()

  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe('telemetry.logs.shop.error')
  expect(stored && JSON.parse(new TextDecoder().decode(stored.data))).toMatchObject({
    level: 'error',
    message: 'over',
    service: 'shop',
  })
})

function sdk(connection: NatsConnection, options?: ExporterOptions): LoggerProvider {
  const exporter = new NatsLogRecordExporter(connection, options)
  return new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    processors: [new BatchLogRecordProcessor({ exporter })],
  })
}
