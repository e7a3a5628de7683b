/** One of the three kinds of telemetry of OTLP. */
export type Signal = 'traces' | 'logs' | 'metrics'

/** Every {@link Signal}. */
export const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics']
