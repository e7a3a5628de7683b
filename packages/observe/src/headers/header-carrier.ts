/**
 * Headers of a message: each name with its values, in the order of the message.
 *
 * The `MsgHdrs` of nats.js is one, and so is a `Map<string, string[]>`. Names that differ in case
 * only are entries of their own, as they are on the wire.
 */
export type HeaderCarrier = Iterable<readonly [name: string, values: readonly string[]]>
