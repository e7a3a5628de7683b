/** A header of a message as it stands on the wire: its name in its case, in its place. */
export type HeaderLine = readonly [name: string, value: string]

/** One operation of the NATS protocol that carries a message: `PUB`, `HPUB`, `MSG` or `HMSG`. */
export interface Frame {
  readonly verb: 'PUB' | 'HPUB' | 'MSG' | 'HMSG'
  readonly subject: string
  readonly reply?: string
  /** The first line of the headers, such as `NATS/1.0 503`; absent when there are none. */
  readonly statusLine?: string
  /** In the order of the wire; none when there are none. */
  readonly headers: readonly HeaderLine[]
  readonly payload: Uint8Array
}

/** The values of a header, whatever the case of its name, in the order of the wire. */
export function valuesOf(
  { headers }: { readonly headers: readonly HeaderLine[] },
  name: string,
): readonly string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value)
}
