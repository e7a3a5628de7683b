/** What is said of a server that had the message, and of which no event came. */
export const DID_NOT_REPORT = '✗ did not report'

/** What is said of a server that had the message and is too old to tell of it. */
export const TOO_OLD = '✗ too old to trace'
