import { readHeader, type HeaderCarrier } from '@hopscope/observe/headers'

/** The headers of a received message, whatever the case of their names. */
export interface HeaderReader extends HeaderCarrier {
  /** The first value; undefined if there is none. */
  get(name: string): string | undefined
  /** Every value, in the order of the message; empty if there is none. */
  values(name: string): readonly string[]
  has(name: string): boolean
}

/** Reads headers in any case; those of a message without headers are empty. */
export function headerReader(headers: HeaderCarrier | undefined): HeaderReader {
  const carrier = headers ?? NO_HEADERS
  return {
    get: (name) => readHeader(carrier, name)[0],
    values: (name) => readHeader(carrier, name),
    has: (name) => readHeader(carrier, name).length > 0,
    [Symbol.iterator]: () => carrier[Symbol.iterator](),
  }
}

const NO_HEADERS: HeaderCarrier = []
