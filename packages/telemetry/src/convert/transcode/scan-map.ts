import type { AttributeSlots } from './attribute-slots.ts'
import type { JsonScanner } from './json-scanner.ts'
import { literalOf } from './literal.ts'

/** Finds attributes that are an object of JSON, of which those that are lists or objects are read in another way. */
export function scanMap(scanner: JsonScanner, attributes: AttributeSlots): boolean {
  if (!scanner.take(OPEN)) return false
  if (scanner.take(CLOSE)) return true
  const first = attributes.count
  do {
    if (!scanner.string() || !attributes.key(scanner, first) || !scanner.colon()) return false
    if (!scanValue(scanner, attributes)) return false
  } while (scanner.comma())
  return scanner.take(CLOSE)
}

function scanValue(scanner: JsonScanner, attributes: AttributeSlots): boolean {
  if (scanner.string()) {
    attributes.text(scanner)
    return true
  }
  const bool = scanner.oneOf(BOOLS)
  if (bool >= 0) {
    attributes.bool(bool === 1)
    return true
  }
  const value = scanner.number()
  if (value === undefined) return false
  // A whole number is an int, but not the -0 that only a double can be.
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) attributes.int(value)
  else attributes.double(value)
  return true
}

const BOOLS = ['false', 'true'].map(literalOf)
const OPEN = 0x7b
const CLOSE = 0x7d
