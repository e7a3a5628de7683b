import type { HeaderCarrier } from './header-carrier.ts'

/**
 * Every value of a header, whatever the case of its name, in the order of the message; empty when
 * the header is absent.
 *
 * NATS keeps the case of names as it was sent, and Go clients write `Traceparent`: a look-up by
 * the exact name loses them. Some senders write both spellings, for readers that know only one; a
 * spelling that repeats what came before it counts once.
 */
export function readHeader(headers: HeaderCarrier | undefined, name: string): readonly string[] {
  if (headers === undefined) return NO_VALUES
  const wanted = name.toLowerCase()
  let found = NO_VALUES
  let spelling = ''
  for (const [candidate, values] of headers) {
    if (!isNamed(candidate, wanted)) continue
    if (found.length > 0 && candidate !== spelling && isEqual(found, values)) continue
    found = found.length === 0 ? values : [...found, ...values]
    spelling = candidate
  }
  return found
}

const NO_VALUES: readonly string[] = []

// The comparison of lengths spares most headers the lower-casing.
function isNamed(candidate: string, wanted: string): boolean {
  if (candidate.length !== wanted.length) return false
  return candidate === wanted || candidate.toLowerCase() === wanted
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((value, index) => value === others[index])
}
