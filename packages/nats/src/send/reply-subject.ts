import { createContextKey } from '@opentelemetry/api'

/** The key of a context's value: the subject on which the running handler's message waits for a reply. */
export const REPLY_SUBJECT: symbol = createContextKey('@hopscope/nats reply subject')
