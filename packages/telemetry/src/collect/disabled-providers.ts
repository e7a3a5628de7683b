import { noopTelemetry, otelProvidersOf, type OtelProviders } from '@hopscope/observe'
import type { LoggerProvider } from '@hopscope/observe/recorder'

/**
 * Providers that record nothing, for `OTEL_SDK_DISABLED`. A parent's context is passed on as it is,
 * as OpenTelemetry's API does without an SDK.
 */
export const DISABLED_PROVIDERS: OtelProviders & { readonly loggerProvider: LoggerProvider } = {
  ...otelProvidersOf(noopTelemetry),
  loggerProvider: { getLogger: () => ({ emit: () => {}, enabled: () => false }) },
}
