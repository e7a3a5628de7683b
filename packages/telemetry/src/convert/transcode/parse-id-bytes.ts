import type { JsonScanner } from './json-scanner.ts'

/**
 * Makes the bytes of an id, of 8 or of 16, from the string that a scanner found last: hex digits or
 * base64; `false` when it is none, or all zeros.
 */
export function parseIdBytes({ bytes, from, to }: JsonScanner, id: Uint8Array): boolean {
  const length = to - from
  if (length === id.length * 2) return parseHex(bytes, from, id) && !isZero(id)
  if (length !== Math.ceil(id.length / 3) * 4) return false
  return isPadded(bytes, to, id) && parseBase64(bytes, from, id) && !isZero(id)
}

function parseHex(text: Uint8Array, from: number, id: Uint8Array): boolean {
  for (let at = 0, index = from; at < id.length; at++, index += 2) {
    const byte = (digitOf(HEX, text[index]) << 4) | digitOf(HEX, text[index + 1])
    if (byte < 0) return false
    id[at] = byte
  }
  return true
}

// Base64 of 8 bytes has one character for padding, and of 16 bytes two.
function isPadded(text: Uint8Array, to: number, id: Uint8Array): boolean {
  return text[to - 1] === EQUALS && (id.length === 8 || text[to - 2] === EQUALS)
}

// Four characters are three bytes, of which the last are not all in the id.
function parseBase64(text: Uint8Array, from: number, id: Uint8Array): boolean {
  const { length } = id
  for (let at = 0, index = from; at < length; at += 3, index += 4) {
    let three = (digitOf(BASE64, text[index]) << 18) | (digitOf(BASE64, text[index + 1]) << 12)
    if (at + 1 < length) three |= digitOf(BASE64, text[index + 2]) << 6
    if (at + 2 < length) three |= digitOf(BASE64, text[index + 3])
    if (three < 0) return false
    id[at] = three >> 16
    if (at + 1 < length) id[at + 1] = three >> 8
    if (at + 2 < length) id[at + 2] = three
  }
  return true
}

function isZero(id: Uint8Array): boolean {
  let bits = 0
  for (let at = 0; at < id.length; at++) bits |= id[at] ?? 0
  return bits === 0
}

// What is no digit makes all negative that it is joined with.
function digitOf(digits: Int8Array, character = 0): number {
  return digits[character] ?? -1
}

const EQUALS = 0x3d
const BASE64 = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const HEX = tableOf('0123456789abcdef')
HEX.set(HEX.subarray(0x61, 0x67), 0x41)

function tableOf(digits: string): Int8Array {
  const table = new Int8Array(256).fill(-1)
  for (let at = 0; at < digits.length; at++) table[digits.charCodeAt(at)] = at
  return table
}
