import type { Health } from './health.ts'

/** A service that runs until it is stopped or its connection is closed. */
export interface Service extends AsyncDisposable {
  /** As in {@link ServiceOptions.name}. */
  readonly name: string
  /** Done when the service has stopped, for whatever reason. */
  readonly stopped: Promise<void>
  /** Asks the server how streams and consumers fare; never rejects. */
  health(): Promise<Health>
  /**
   * Takes no more messages, and waits until those that are being handled are done.
   *
   * What is not done after `timeoutMs` is given back to the server, which delivers it to another
   * instance, and its handler's `signal` is aborted. The connection stays open. A second call waits
   * for the first.
   *
   * @param options `timeoutMs` is 10 000 by default
   */
  stop(options?: { readonly timeoutMs?: number }): Promise<void>
}
