import { ObserveError } from '../observe-error.ts'

/**
 * Refuses a header that cannot be sent as it is.
 *
 * @throws {@link ObserveError} HEADER_INVALID
 */
export function checkHeader(name: string, value: string): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new ObserveError('HEADER_INVALID', `header name ${shown(name)} cannot be sent`, {
      hint: 'name a header with visible ASCII characters only, without spaces and colons',
    })
  }
  checkHeaderValue(name, value)
}

/**
 * The same for a value alone.
 *
 * @throws {@link ObserveError} HEADER_INVALID
 */
export function checkHeaderValue(name: string, value: string): void {
  if (typeof value === 'string' && !CONTROL.test(value) && value.isWellFormed()) return
  throw new ObserveError('HEADER_INVALID', `header ${name} cannot have the value ${shown(value)}`, {
    hint: 'give a text without line breaks, other control characters and lone surrogates, or encode it',
  })
}

// What nats.js and Go take as the name of a header.
const NAME = /^[!-9;-~]+$/
const CONTROL = /\p{Cc}/u
const SHOWN_UNITS = 80

// Escaped, so that a message of ours does not spread what it complains of.
function shown(text: unknown): string {
  if (typeof text !== 'string') return `of type ${typeof text}`
  const escaped = JSON.stringify(text.slice(0, SHOWN_UNITS).toWellFormed())
  return text.length > SHOWN_UNITS ? `${escaped}…` : escaped
}
