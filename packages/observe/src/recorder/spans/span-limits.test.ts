import { expect, test } from 'vitest'
import { spanLimitsFromEnv } from './span-limits.ts'

test('without variables the limits are those of OpenTelemetry', () => {
  expect(spanLimitsFromEnv({})).toEqual({
    maxAttributes: 128,
    maxEvents: 128,
    maxLinks: 128,
    maxEventAttributes: 128,
    maxLinkAttributes: 128,
    maxValueLength: Number.POSITIVE_INFINITY,
  })
})

test('each limit has its variable', () => {
  expect(
    spanLimitsFromEnv({
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '2',
      OTEL_SPAN_LINK_COUNT_LIMIT: '3',
      OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '4',
      OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '5',
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '6',
    }),
  ).toEqual({
    maxAttributes: 1,
    maxEvents: 2,
    maxLinks: 3,
    maxEventAttributes: 4,
    maxLinkAttributes: 5,
    maxValueLength: 6,
  })
})

test('the general limits hold where those of spans are not set, or are no numbers', () => {
  const general = { OTEL_ATTRIBUTE_COUNT_LIMIT: '7', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '8' }

  expect(
    spanLimitsFromEnv({
      ...general,
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '-1',
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'many',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '',
    }),
  ).toMatchObject({ maxAttributes: 7, maxValueLength: 8, maxEvents: 128 })
})
