import type { ViewerPorts } from '../ports.ts'

/** What routes tell of the server itself. */
export interface ServerFacts {
  readonly ports: ViewerPorts
  readonly version: string
  /** How many follow live now. */
  readonly liveClients: () => number
  /** The port of the receiver of OTLP; absent if there is none. */
  readonly otlpPort: () => number | undefined
  /** An address that lets one more browser in. */
  readonly issueLink: () => string
  /** Is told of failures that nobody waits for. */
  readonly onError: (error: unknown) => void
}
