export { sendTraces, tracesOptionsFromEnv, type SendTracesOptions } from './send-traces.ts'
