import { int64Attr, stringField, withSpan, type Telemetry } from '@hopscope/observe'
import { context } from '@opentelemetry/api'

/** Reserves what was ordered, and tells how that went. */
export async function placeOrder(
  telemetry: Telemetry,
  reserve: (item: string, count: number) => Promise<void>,
  item: string,
  count: number,
): Promise<void> {
  const { tracer, logger, metrics, errors } = telemetry
  const log = logger.with(stringField('item', item))
  const attributes = [int64Attr('order.count', count)]

  await withSpan(tracer, 'place order', { attributes }, async () => {
    try {
      await reserve(item, count)
      log.info('reserved')
    } catch (error) {
      // The span of the order fails; without a tracer, an error is logged.
      errors.captureError(context.active(), error, { item })
    }
    metrics.counter('orders').inc()
  })
}
