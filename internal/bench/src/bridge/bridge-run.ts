/** What is to be bridged once. */
export interface BridgeRun {
  readonly stream: string
  /** The name of the consumer, or of the bridge; a new one for each run. */
  readonly durable: string
  /** Messages after which the run is over. */
  readonly messages: number
  /** The address of the backend. */
  readonly url: string
}
