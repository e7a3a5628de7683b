import { ObserveError, type ObserveErrorCode } from '../observe-error.ts'
import { HEADERS } from './header-contract.ts'

/** A header that a record has a method for. */
export type OwnHeader = 'Nats-Msg-Id' | 'Nats-Schedule' | 'Nats-TTL'

// The sentence is part of the header contract: programs of others look for it.
export function reserved(name: string): ObserveError {
  return new ObserveError(
    'HEADER_RESERVED',
    `Header "${name}" is reserved by the JetStream transport and cannot be set manually. ` +
      `Reserved headers: ${RESERVED.join(', ')}`,
    { hint: 'leave it out: the transport writes it; use a name of your own, such as x-tenant-id' },
  )
}

/** A header and the method that stands for it were both used. */
export function setTwice(name: OwnHeader): ObserveError {
  const { code, method } = OWN_HEADERS[name]
  return new ObserveError(code, `${method} and the header ${name} are both set on one record`, {
    hint: `use ${method} alone`,
  })
}

export function messageIdEmpty(): ObserveError {
  return new ObserveError('HEADER_INVALID', 'a message id cannot be empty', {
    hint: 'leave it out to have one made',
  })
}

export function scheduleInvalid(timeUnixMs: number): ObserveError {
  const given = Number.isNaN(timeUnixMs) ? 'an invalid date' : new Date(timeUnixMs).toISOString()
  return new ObserveError('SCHEDULE_INVALID', `a schedule must be in the future, got ${given}`, {
    hint: 'give a date that is still to come, or publish without a schedule',
  })
}

export function timeoutInvalid(ms: number): ObserveError {
  return new ObserveError('TIMEOUT_INVALID', `timeout must be 1 to 2147483647 ms, got ${ms}`, {
    hint: 'give milliseconds; leave it out to wait as long as the client does',
  })
}

const RESERVED: readonly string[] = HEADERS.filter(({ rule }) => rule === 'reserved').map(
  ({ name }) => name,
)

const OWN_HEADERS: Readonly<Record<OwnHeader, { code: ObserveErrorCode; method: string }>> = {
  'Nats-Msg-Id': { code: 'MESSAGE_ID_TWICE', method: 'setMessageId' },
  'Nats-Schedule': { code: 'SCHEDULE_INVALID', method: 'scheduleAt' },
  'Nats-TTL': { code: 'TTL_INVALID', method: 'ttl' },
}
