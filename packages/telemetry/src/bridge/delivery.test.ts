import { expect, test } from 'vitest'
import { parseDelivery } from './delivery.ts'

test.each([
  ['$JS.ACK.TELEMETRY.otlp-bridge-logs.3.1234.99.1763730000123456789.7'],
  ['$JS.ACK.hub.ACCHASH.TELEMETRY.otlp-bridge-logs.3.1234.99.1763730000123456789.7'],
  ['$JS.ACK._.ACCHASH.TELEMETRY.otlp-bridge-logs.3.1234.99.1763730000123456789.7.rAnDoM'],
])('%s tells sequence, deliveries and time', (subject) => {
  expect(parseDelivery(subject)).toEqual({
    sequence: 1234,
    deliveries: 3,
    storedAtMs: 1_763_730_000_123,
  })
})

test.each(['', '_INBOX.abc.1', '$JS.ACK.TELEMETRY', '$JS.ACK.T.c.x.y.z.t.p'])(
  '%j is no subject of an acknowledgement',
  (subject) => {
    expect(parseDelivery(subject)).toBeUndefined()
  },
)
