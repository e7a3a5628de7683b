/** As what a trace is printed. */
export type TraceFormat = (typeof TRACE_FORMATS)[number]

/** Every {@link TraceFormat}. */
export const TRACE_FORMATS = ['text', 'json', 'ndjson', 'mermaid', 'dot'] as const
