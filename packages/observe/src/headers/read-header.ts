import { type HeaderCarrier } from './header-carrier.ts'

/**
 * Every value of a header, whatever the case of its name, in the order of the message; empty when
 * the header is absent.
 *
 * NATS keeps the case of names as it was sent, and Go clients write `Traceparent`: a look-up by
 * the exact name loses them.
 */
export function readHeader(headers: HeaderCarrier | undefined, name: string): readonly string[] {
  if (headers === undefined) return NO_VALUES
  const wanted = name.toLowerCase()
  let found = NO_VALUES
  for (const [candidate, values] of headers) {
    if (!isNamed(candidate, wanted)) continue
    found = found.length === 0 ? values : [...found, ...values]
  }
  return found
}

const NO_VALUES: readonly string[] = []

// The comparison of lengths spares most headers the lower-casing.
function isNamed(candidate: string, wanted: string): boolean {
  if (candidate.length !== wanted.length) return false
  return candidate === wanted || candidate.toLowerCase() === wanted
}
