export { EMPTY_HASH, fnv1a64, type Hash64 } from './fnv1a64.ts'
export {
  hopSpanId,
  isWrappedReplySubject,
  parentHop,
  toSpanIdBits,
  unwrapReplySubject,
  type HopKey,
} from './hop-id.ts'
