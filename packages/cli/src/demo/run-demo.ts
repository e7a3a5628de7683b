import { enableCompileCache, flushCompileCache } from 'node:module'
import type { Io } from '../io.ts'
import type { DemoOptions } from './demo-options.ts'
import { RunFolder } from './run-folder.ts'
import { throwIfInterrupted } from './until.ts'

/**
 * Opens the shop, places orders and shows the journey of each.
 *
 * @throws {@link CliError} DEMO_FAILED, INTERRUPTED, and what starting servers throws
 */
export async function runDemo(io: Io, options: DemoOptions): Promise<void> {
  await using folder = await RunFolder.create()
  // The services load much of what is loaded here, all at the same time: it is compiled once for
  // all of them, which is most of what they would have to do.
  enableCompileCache(folder.compiled)
  const { sellOrders } = await import('./sell-orders.ts')
  flushCompileCache()
  throwIfInterrupted(io.signal)
  await sellOrders(io, options, folder)
}
