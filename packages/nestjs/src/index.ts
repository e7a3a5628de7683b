export {
  jsonCodec,
  TransportError,
  type ClientProblem,
  type Codec,
  type DeadLetter,
  type Health,
  type Problem,
  type Published,
} from '@hopscope/nats/transport'
export {
  isJetstreamRecord,
  JetstreamRecordBuilder,
  toNanos,
  type JetstreamRecord,
} from '@hopscope/observe/headers'
export { JetstreamConnection, type ConnectionNeeds } from './connection/jetstream-connection.ts'
export type { JetstreamEvents, JetstreamStatus } from './connection/status-feed.ts'
export type { EventExtras } from './handlers/handler-registry.ts'
export { JetstreamClient } from './jetstream-client.ts'
export { JetstreamContext } from './jetstream-context.ts'
export { JetstreamModule } from './jetstream-module.ts'
export type {
  ConnectionSource,
  JetstreamAsyncOptions,
  JetstreamClientOptions,
  JetstreamFeatureOptions,
  JetstreamOptions,
  MadeOptions,
  ServedByNest,
} from './jetstream-options.ts'
export { JetstreamStrategy } from './jetstream-strategy.ts'
export { NestTransportError, type NestTransportErrorCode } from './nest-transport-error.ts'
export {
  getClientToken,
  JETSTREAM_CONNECTION,
  JETSTREAM_OPTIONS,
  JETSTREAM_TRANSPORT,
} from './tokens.ts'
