import type { NumberField, TextField } from './query.ts'

/** A field that a term may name. */
export interface QueryField {
  readonly name: string
  /** What to write after the name, for help and completion. */
  readonly example: string
  readonly meaning: string
  readonly type: 'text' | 'number' | 'duration' | 'status'
  readonly field: TextField | NumberField
}

/** The fields of the query language, those that are used most first. Besides them there are `attr.` and `has:`. */
export const QUERY_FIELDS: readonly QueryField[] = [
  text('service', 'service=orders', 'the service of a span'),
  text('subject', 'subject=orders.>', 'the subject of a message, with the wildcards of NATS'),
  text('operation', 'operation="process orders.new"', 'the name of a span'),
  text('stream', 'stream=ORDERS', 'a stream that stored or delivered a message'),
  text('consumer', 'consumer=billing', 'a durable consumer or queue group'),
  {
    name: 'duration',
    example: 'duration>200ms',
    meaning: 'how long a span took',
    type: 'duration',
    field: 'duration',
  },
  {
    name: 'delivery',
    example: 'delivery>1',
    meaning: 'how often a message was delivered',
    type: 'number',
    field: 'delivery',
  },
  {
    name: 'status',
    example: 'status=error',
    meaning: 'the status of a span: error, ok or unset',
    type: 'status',
    field: 'status',
  },
  text('server', 'server=C1N1', 'a NATS server that a message crossed'),
  text('cluster', 'cluster=C1', 'the cluster of such a server'),
  text('account', 'account=BILLING', 'an account that a message came in'),
  text('message', 'message=order-7', 'the Nats-Msg-Id of a message'),
  text('trace', 'trace=4bf92f', 'the id of a trace, or how it begins'),
]

function text(name: TextField, example: string, meaning: string): QueryField {
  return { name, example, meaning, type: 'text', field: name }
}
