import { fork } from 'node:child_process'
import { once } from 'node:events'

/** How many messages are to be published. */
export interface PublishOrder {
  readonly subject: string
  readonly count: number
}

/** Another process that publishes messages of 128 bytes with five headers, among them `traceparent`. */
export interface Publisher extends Disposable {
  publish(order: PublishOrder): void
}

/** Starts a process that publishes through the server of `url`. */
export async function startPublisher(url: string): Promise<Publisher> {
  // Without the flags of this process, which may be those of a profiler or a test.
  const child = fork(new URL('publisher.ts', import.meta.url), [url], { execArgv: [] })
  await once(child, 'message')
  return {
    publish: (order) => child.send(order),
    [Symbol.dispose]: () => child.disconnect(),
  }
}
