/** What a backend does in place of taking a request. */
export type Misdeed =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /** It takes the request, and says so late. */
  | { readonly kind: 'late'; readonly delayMs: number }
  | { readonly kind: 'reset' }
  /** Its answer breaks off, and it keeps nothing. */
  | { readonly kind: 'half' }

/** How a backend behaves. */
export interface Behavior {
  readonly misdeed: Misdeed
  /** How many of all requests meet it, from 0 to 1. @default 1 */
  readonly share?: number
  /** Whether requests without telemetry are taken all the same. @default false */
  readonly sparesEmpty?: boolean
  /** The only signal that meets it. @default every one */
  readonly signal?: 'traces' | 'logs' | 'metrics'
}
