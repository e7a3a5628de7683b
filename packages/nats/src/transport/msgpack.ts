import { decode, encode, ExtensionCodec, type ExtensionCodecType } from '@msgpack/msgpack'
import type { Codec } from './codec/codec.ts'
import { TransportError } from './transport-error.ts'

/**
 * MessagePack, smaller than JSON, with bytes, dates and large integers; it needs `@msgpack/msgpack`.
 *
 * Objects are standard maps, which every implementation reads. The default `Packr` of msgpackr writes
 * records of its own in their place, which only msgpackr reads: those are refused, and
 * `new Packr({ useRecords: false })` is to be used on the other side. Integers that a number holds
 * exactly are numbers, and others bigints. Properties that are `undefined` are left out.
 *
 * It throws {@link TransportError} PAYLOAD_INVALID for what cannot be encoded or decoded.
 */
export function messagePackCodec(): Codec {
  return {
    encode(value) {
      if (value === undefined) return EMPTY

      try {
        checkInteger(value)
        return encode(value, {
          extensionCodec: EXTENSIONS,
          useBigInt64: true,
          ignoreUndefined: true,
        })
      } catch (error) {
        throw invalid('the data cannot be encoded as MessagePack', error)
      }
    },
    decode(bytes) {
      if (bytes.length === 0) return undefined

      try {
        return withNumbers(decode(bytes, { extensionCodec: EXTENSIONS, useBigInt64: true }))
      } catch (error) {
        if (error instanceof TransportError) throw error
        throw invalid('the payload is no MessagePack', error)
      }
    },
  }
}

const EMPTY = new Uint8Array()

// msgpackr writes `undefined` as extension 0, and defines a record by extension 0x72.
const UNDEFINED_TYPE = 0
const RECORD_TYPE = 0x72

const STANDARD = new ExtensionCodec()
STANDARD.register({ type: UNDEFINED_TYPE, encode: () => null, decode: () => undefined })
STANDARD.register({
  type: RECORD_TYPE,
  encode: () => null,
  decode: () => {
    throw new TransportError('PAYLOAD_INVALID', 'the payload has records of msgpackr in it', {
      hint: 'make the sender use new Packr({ useRecords: false }), which writes standard maps',
    })
  },
})

// The encoder asks for every object, and would cut integers of more than 64 bits.
const EXTENSIONS: ExtensionCodecType<undefined> = {
  tryToEncode(object, context) {
    if (!ArrayBuffer.isView(object)) Object.values(Object(object)).forEach(checkInteger)
    return STANDARD.tryToEncode(object, context)
  },
  decode: (data, type, context) => STANDARD.decode(data, type, context),
}

function checkInteger(value: unknown): void {
  if (typeof value !== 'bigint') return
  if (value === BigInt.asIntN(64, value) || value === BigInt.asUintN(64, value)) return
  throw new RangeError(`${value} has more than 64 bits`)
}

function invalid(message: string, cause: unknown): TransportError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new TransportError('PAYLOAD_INVALID', `${message}: ${reason}`, {
    cause,
    hint: 'give both sides the same codec, and send plain data',
  })
}

// What was just decoded is nobody else's yet, and is changed in place.
function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = withNumbers(item)
  } else if (isPlain(value)) {
    for (const key of Object.keys(value)) value[key] = withNumbers(value[key])
  }
  return value
}

function isSafe(value: bigint): boolean {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  // Not by its constructor, which may be a key of the data.
  return Object.getPrototypeOf(value) === Object.prototype
}
