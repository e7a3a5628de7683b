import { internalName, type MessageKind } from './subjects.ts'

/**
 * The stream that stores the messages of a kind. All services share that of broadcasts; that of
 * commands takes requests by JetStream; that of dead letters has its own name for its subject.
 *
 * @throws {@link TransportError} NAME_INVALID if the service cannot be part of a name
 */
export function streamOf(kind: MessageKind | 'dead-letter', service: string): string {
  return kind === 'broadcast'
    ? 'broadcast-stream'
    : `${internalName(service)}_${STREAM_TOKENS[kind]}-stream`
}

const STREAM_TOKENS = { event: 'ev', ordered: 'ordered', rpc: 'cmd', 'dead-letter': 'dlq' } as const

/**
 * The durable consumer of a service; messages in order have ephemeral ones, without a name.
 *
 * @throws {@link TransportError} NAME_INVALID if the service cannot be part of a name
 */
export function consumerOf(kind: 'event' | 'broadcast' | 'rpc', service: string): string {
  return `${internalName(service)}_${CONSUMER_TOKENS[kind]}-consumer`
}

const CONSUMER_TOKENS = { event: 'ev', broadcast: 'broadcast', rpc: 'cmd' } as const

/**
 * The queue group in which the instances of a service share requests over core NATS.
 *
 * @throws {@link TransportError} NAME_INVALID if the service cannot be part of a name
 */
export function commandQueueOf(service: string): string {
  return `${internalName(service)}_cmd_queue`
}
