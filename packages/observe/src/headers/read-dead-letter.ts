import type { DeadLetterInfo } from './dead-letter-headers.ts'
import type { HeaderCarrier } from './header-carrier.ts'
import { readHeader } from './read-header.ts'

/**
 * What the headers of a dead letter say, whatever the case of their names; `undefined` if the
 * message is none.
 *
 * A message is a dead letter if it has `x-dead-letter-reason` or `x-original-subject`. Whoever may
 * publish to the stream can write these, so nothing of them is certain: what is missing or is not
 * what it should be is left out, and of several values the first counts. Dates are read as RFC 3339
 * has them, with any offset and any number of digits below the second.
 */
export function readDeadLetter(
  headers: HeaderCarrier | undefined,
): Partial<DeadLetterInfo> | undefined {
  const reason = first(headers, 'x-dead-letter-reason')
  const subject = first(headers, 'x-original-subject')
  if (reason === undefined && subject === undefined) return undefined
  const stream = first(headers, 'x-original-stream')
  const failedAt = parseDate(first(headers, 'x-failed-at'))
  const deliveryCount = parseCount(first(headers, 'x-delivery-count'))
  return {
    ...(reason !== undefined && { reason }),
    ...(subject !== undefined && { subject }),
    ...(stream !== undefined && { stream }),
    ...(failedAt !== undefined && { failedAt }),
    ...(deliveryCount !== undefined && { deliveryCount }),
  }
}

function first(headers: HeaderCarrier | undefined, name: string): string | undefined {
  return readHeader(headers, name)[0]
}

// Date.parse alone takes "1" for the year 2001.
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function parseDate(text: string | undefined): Date | undefined {
  if (text === undefined || !RFC_3339.test(text)) return undefined
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function parseCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined
  const count = Number(text)
  return Number.isSafeInteger(count) ? count : undefined
}
