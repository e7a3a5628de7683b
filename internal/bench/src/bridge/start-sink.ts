import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A backend in another process. */
export interface Sink extends Disposable {
  readonly url: string
}

/** Starts a backend that answers 200 to everything. */
export async function startSink(): Promise<Sink> {
  // Without the flags of this process, which may be those of a profiler or a test.
  const child = fork(new URL('sink.ts', import.meta.url), { execArgv: [] })
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => child.disconnect() }
}
