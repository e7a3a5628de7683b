import type { AttributeSlots } from './attribute-slots.ts'
import type { JsonScanner } from './json-scanner.ts'
import { literalOf } from './literal.ts'

/** Finds attributes as Protocol Buffers have them in JSON: a list of keys and values, of which those that are lists are read in another way. */
export function scanKeyValues(scanner: JsonScanner, attributes: AttributeSlots): boolean {
  if (!scanner.take(OPEN_LIST)) return false
  if (scanner.take(CLOSE_LIST)) return true
  const first = attributes.count
  do {
    if (!scanner.literal(KEY) || !scanner.string() || !attributes.key(scanner, first)) return false
    if (!scanner.comma() || !scanValue(scanner, attributes)) return false
    if (!scanner.take(CLOSE) || !scanner.take(CLOSE)) return false
  } while (scanner.comma())
  return scanner.take(CLOSE_LIST)
}

function scanValue(scanner: JsonScanner, attributes: AttributeSlots): boolean {
  switch (scanner.oneOf(TYPES)) {
    case 0:
      return scanText(scanner, attributes)
    case 1:
      return scanInt(scanner, attributes)
    case 2:
      return scanDouble(scanner, attributes)
    case 3:
      attributes.bool(true)
      return true
    case 4:
      attributes.bool(false)
      return true
    default:
      return false
  }
}

function scanText(scanner: JsonScanner, attributes: AttributeSlots): boolean {
  if (!scanner.string()) return false
  attributes.text(scanner)
  return true
}

// Go writes ints of 64 bits as strings.
function scanInt(scanner: JsonScanner, attributes: AttributeSlots): boolean {
  if (!scanner.take(QUOTE)) return false
  const value = scanner.integer()
  if (value === undefined || !scanner.take(QUOTE)) return false
  attributes.int(value)
  return true
}

function scanDouble(scanner: JsonScanner, attributes: AttributeSlots): boolean {
  const value = scanner.number()
  if (value === undefined) return false
  attributes.double(value)
  return true
}

const KEY = literalOf('{"key":')
const TYPES = [
  'stringValue":',
  'intValue":',
  'doubleValue":',
  'boolValue":true',
  'boolValue":false',
].map((type) => literalOf(`"value":{"${type}`))
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const CLOSE = 0x7d
const QUOTE = 0x22
