import { ProtobufWriter } from '../../otlp/protobuf-writer.ts'
import type { AttributeList } from './attribute-list.ts'

/** What is remembered of spans, or of events, of one name. */
export interface KnownName {
  /** The name as a field; its tag is still to be set. */
  readonly field: Uint8Array
  /** The attributes that spans of the name begin with, as far as they have become known. */
  lead: Lead
  /** The attributes of a span of the name that did not begin so. */
  previous: AttributeList
}

/** Attributes that a list may begin with. */
interface Lead {
  readonly list: AttributeList
  /** The attributes, encoded with the tag of a span's. */
  readonly bytes: Uint8Array
}

/** What is known of a name at first. */
export function newKnownName(name: string): KnownName {
  const writer = new ProtobufWriter(name.length * 3 + 8)
  writer.string(1, name)
  return { field: writer.finish(), lead: { list: [], bytes: new Uint8Array(0) }, previous: [] }
}

/** Whether a list begins with all that another has. */
export function beginsWith(list: AttributeList, lead: AttributeList): boolean {
  return commonLength(list, lead) === lead.length
}

/** How many items two lists begin with alike; it is an even number, as an attribute has two. */
export function commonLength(one: AttributeList, other: AttributeList): number {
  const end = Math.min(one.length, other.length)
  for (let at = 0; at < end; at += 2) {
    // Zero is the same as -0, which is encoded otherwise.
    const isSame = one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 1] !== 0
    if (!isSame) return at
  }
  return end
}
