export { Backend } from './backend.ts'
export type {
  BackendOptions,
  OtlpProtocol,
  RequestOptions,
  SignalOptions,
} from './options/backend-options.ts'
export { backendOptionsFromEnv, signalOptionsFromEnv } from './options/backend-options-from-env.ts'
export { signalUrl } from './options/endpoint-url.ts'
export type { Outcome } from './outcome.ts'
export { SIGNALS, type Signal } from './signal.ts'
