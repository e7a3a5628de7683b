export type { ClientOptions, ClientProblem, RpcOptions } from './client/client-options.ts'
export { createClient } from './client/create-client.ts'
export type { Published, TransportClient } from './client/transport-client.ts'
export type { Codec } from './codec/codec.ts'
export { jsonCodec } from './codec/json-codec.ts'
export {
  commandQueueOf,
  consumerOf,
  internalName,
  scheduleSubjectOf,
  streamOf,
  subjectOf,
  type MessageKind,
} from './names/index.ts'
export {
  getDeadLetter,
  readDeadLetters,
  type ReadDeadLettersOptions,
} from './dead-letters/read-dead-letters.ts'
export {
  removeDeadLetter,
  replayDeadLetter,
  whereBytesAre,
  type Replayed,
  type ReplayOptions,
} from './dead-letters/replay-dead-letter.ts'
export type { StoredDeadLetter } from './dead-letters/stored-dead-letter.ts'
export { TransportError, type TransportErrorCode } from './transport-error.ts'
export type { DeadLetter } from './dead-letters/dead-letter.ts'
export type {
  CommandHandler,
  EventHandler,
  HandlerContext,
  Handlers,
} from './service/handler-context.ts'
export type { HeaderReader } from './service/header-reader.ts'
export type { ConsumerHealth, Health, StreamHealth } from './service/health.ts'
export type { Difference, Problem, ProblemCode, ProblemListener } from './service/problem.ts'
export type {
  CommandOptions,
  ConsumerKind,
  ConsumerOverrides,
  DeadLetterOptions,
  DeliveryOptions,
  ServiceOptions,
  StreamKind,
  StreamOverrides,
} from './service/service-options.ts'
export type { Service } from './service/service.ts'
export { startService } from './service/start-service.ts'
