export { deadLetterHeaders, type DeadLetterInfo } from './dead-letter-headers.ts'
export { goDuration } from './go-duration.ts'
export type { HeaderCarrier } from './header-carrier.ts'
export { HEADERS } from './header-contract.ts'
export type { HeaderEntry, HeaderPlace, HeaderRule, HeaderSource } from './header-entry.ts'
export { contractName, headerRule } from './header-rule.ts'
export { JetstreamRecordBuilder } from './jetstream-record-builder.ts'
export { isJetstreamRecord, type JetstreamRecord } from './jetstream-record.ts'
export { readDeadLetter } from './read-dead-letter.ts'
export { readHeader } from './read-header.ts'
export { sanitizeHeaderValue } from './sanitize-header-value.ts'
export { toNanos, type TimeUnit } from './to-nanos.ts'
export {
  isServerTraceHeader,
  isTraceContextHeader,
  withoutServerTrace,
} from './without-server-trace.ts'
