export {
  hopSpanId,
  isWrappedReplySubject,
  parentHop,
  unwrapReplySubject,
  type HopKey,
} from './hop-id.ts'
