/** Numbers as Protocol Buffers packs a repeated `fixed64`. */
export function packFixed64(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  values.forEach((value, at) => view.setBigUint64(at * 8, BigInt(value), true))
  return new Uint8Array(view.buffer)
}

/** Numbers as Protocol Buffers packs a repeated `double`. */
export function packDoubles(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  values.forEach((value, at) => view.setFloat64(at * 8, value, true))
  return new Uint8Array(view.buffer)
}

/** Numbers as Protocol Buffers packs a repeated `uint64`. */
export function packVarints(values: readonly number[]): Uint8Array {
  const bytes: number[] = []
  for (const value of values) {
    let rest = value
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
    bytes.push(rest)
  }
  return Uint8Array.from(bytes)
}

/** The numbers in a packed `fixed64`; `undefined` when it is cut off. */
export function unpackFixed64(bytes: Uint8Array): readonly number[] | undefined {
  return unpack(bytes, (view, at) => Number(view.getBigUint64(at, true)))
}

/** The numbers in a packed `double`; `undefined` when it is cut off. */
export function unpackDoubles(bytes: Uint8Array): readonly number[] | undefined {
  return unpack(bytes, (view, at) => view.getFloat64(at, true))
}

/** The numbers in a packed `uint64`; `undefined` when it is cut off. */
export function unpackVarints(bytes: Uint8Array): readonly number[] | undefined {
  const values: number[] = []
  let value = 0
  let scale = 1
  for (const byte of bytes) {
    value += (byte & 0x7f) * scale
    scale *= 0x80
    if (byte > 0x7f) continue
    values.push(value)
    value = 0
    scale = 1
  }
  return scale === 1 ? values : undefined
}

/** A signed number of 32 bits as `sint32` writes it: small ones, of either sign, are short. */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0
}

/** The number that {@link zigzag} was given. */
export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1)
}

function unpack(
  bytes: Uint8Array,
  read: (view: DataView, at: number) => number,
): readonly number[] | undefined {
  if (bytes.length % 8 !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 8 }, (_, index) => read(view, index * 8))
}
