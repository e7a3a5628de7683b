import { lengthField, protobufFields } from './protobuf-fields.ts'
import type { SignalCodec } from './signal-codec.ts'
import type { Sifted } from './sifted.ts'

/** {@link Sifted} from a request in protobuf; `undefined` if it is none, or has more than `maxItems`. */
export function siftProtobuf(
  request: Uint8Array,
  codec: SignalCodec,
  maxItems: number,
): Sifted | undefined {
  const siftScope = (scope: Uint8Array): readonly Uint8Array[] => {
    const { others, members } = split(scope, ITEMS)
    if (!codec.isReadable(resourceOf([scopeOf(others)]))) return []
    const items = members.map((item) => lengthField(ITEMS, item))
    const readable = items.filter((item) => codec.isReadable(resourceOf([scopeOf([item])])))
    return [scopeOf([...others, ...readable])]
  }
  const siftResource = (resource: Uint8Array): readonly Uint8Array[] => {
    const { others, members } = split(resource, SCOPES)
    if (!codec.isReadable(resourceOf(others))) return []
    return [resourceOf([...others, ...members.flatMap(siftScope)])]
  }

  const total = countItems(request, LEVELS, codec)
  if (total === undefined || total > maxItems) return undefined
  const bytes = Buffer.concat(split(request, RESOURCES).members.flatMap(siftResource))
  return { bytes, total, rejected: total - (countItems(bytes, LEVELS, codec) ?? 0) }
}

const RESOURCES = 1
const SCOPES = 2
const ITEMS = 2
const LEVELS = [RESOURCES, SCOPES, ITEMS] as const

function resourceOf(fields: readonly Uint8Array[]): Uint8Array {
  return lengthField(RESOURCES, Buffer.concat(fields))
}

function scopeOf(fields: readonly Uint8Array[]): Uint8Array {
  return lengthField(SCOPES, Buffer.concat(fields))
}

interface Split {
  /** The values of the fields of a number. */
  readonly members: readonly Uint8Array[]
  /** The other fields, as they are. */
  readonly others: readonly Uint8Array[]
}

function split(message: Uint8Array, number: number): Split {
  const fields = protobufFields(message) ?? []
  return {
    members: fields.filter((field) => field.number === number).map(({ value }) => value),
    others: fields.filter((field) => field.number !== number).map(({ raw }) => raw),
  }
}

/** How many items a message has at the last of some levels; `undefined` if it cannot be read down to there. */
function countItems(
  message: Uint8Array,
  [number, ...below]: readonly number[],
  codec: SignalCodec,
): number | undefined {
  if (number === undefined) return codec.countProtobuf(message)
  return protobufFields(message)
    ?.filter((field) => field.number === number)
    .reduce<number | undefined>((sum, { value }) => {
      const count = countItems(value, below, codec)
      return sum === undefined || count === undefined ? undefined : sum + count
    }, 0)
}
