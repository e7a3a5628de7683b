import { TRACE_HEADER_NAMES, type TraceHeaderName } from './trace-headers.ts'

/**
 * The header that tracing reads whose name and colon are at `start`, in whatever case; `undefined`
 * for any other.
 */
export function traceHeaderAt(
  bytes: Uint8Array,
  start: number,
  end: number,
): TraceHeaderName | undefined {
  const candidates = BY_TWO_LETTERS[keyOf(bytes[start] ?? 0, bytes[start + 5] ?? 0)]
  if (candidates === undefined) return undefined
  for (const { name, lower } of candidates) {
    const colon = start + lower.length
    if (colon < end && bytes[colon] === COLON && isNamed(bytes, start, lower)) return name
  }
  return undefined
}

/** Whether there is no capital letter from `start` up to `end`. */
export function isLowerCase(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte >= CAPITAL_A && byte <= CAPITAL_Z) return false
  }
  return true
}

const CAPITAL_A = 0x41
const CAPITAL_Z = 0x5a
const SMALL_A = 0x61
const COLON = 0x3a
const CASE_BIT = 0x20

/** A name with its bytes in lower case. */
interface Candidate {
  readonly name: TraceHeaderName
  readonly lower: Uint8Array
}

const CANDIDATES: readonly Candidate[] = TRACE_HEADER_NAMES.map((name) => ({
  name,
  lower: new TextEncoder().encode(name.toLowerCase()),
}))

// By its first and sixth letter nearly every header is none of these, or can only be one.
const BY_TWO_LETTERS: readonly (readonly Candidate[] | undefined)[] = Array.from(
  { length: 32 * 32 },
  (_, key) => {
    const candidates = CANDIDATES.filter(({ lower }) => keyOf(lower[0] ?? 0, lower[5] ?? 0) === key)
    return candidates.length === 0 ? undefined : candidates
  },
)

// The bits that tell letters apart, whatever their case.
function keyOf(first: number, sixth: number): number {
  return ((first & 0x1f) << 5) | (sixth & 0x1f)
}

function isNamed(bytes: Uint8Array, start: number, lower: Uint8Array): boolean {
  for (let at = 0; at < lower.length; at++) {
    const byte = bytes[start + at] ?? 0
    const wanted = lower[at] ?? 0
    // Only letters have a case: the bit that makes a small one makes a dash of a carriage return.
    if (byte !== wanted && ((byte | CASE_BIT) !== wanted || wanted < SMALL_A)) return false
  }
  return true
}
