const VERSION = '0.0.0'

/** What requests say of who sends them: the exporter, its language and its version (OTLP exporter specification, "User Agent"). */
export const USER_AGENT: string = `Hopscope-OTLP-Exporter-JavaScript/${VERSION}`
