export type { Bridge } from './bridge.ts'
export type { BridgeConfig } from './bridge-config.ts'
export type { BridgeEvent } from './bridge-event.ts'
export type {
  BridgeFigures,
  ExportRate,
  Histogram,
  OutageFigures,
  SignalFigures,
  SignalState,
  StreamFigures,
} from './bridge-figures.ts'
export { checkBridgeConfig } from './check-bridge-config.ts'
export { sendTraces, tracesOptionsFromEnv, type SendTracesOptions } from './send-traces.ts'
export { startBridge } from './start-bridge.ts'
export {
  backendOptionsFromEnv,
  SIGNALS,
  type BackendOptions,
  type OtlpProtocol,
  type RequestOptions,
  type Signal,
  type SignalOptions,
} from '../otlp-http/index.ts'
