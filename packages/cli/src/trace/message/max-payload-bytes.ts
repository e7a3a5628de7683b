/** The largest payload that a server can be told to take. */
export const MAX_PAYLOAD_BYTES: number = 64 * 1024 * 1024
