import { obey } from '../process/obey.ts'
import { randomFrom } from '../random.ts'
import type { BackendDialog } from './chaos-backend.ts'
import { CountingServer } from './counting-server.ts'

/** A backend in a process of its own. */
await obey<BackendDialog>(async (settings) => {
  const { seed }: { readonly seed: number } = JSON.parse(settings)
  const server = new CountingServer(randomFrom(seed))
  await server.open()
  return async (order) => {
    if (order.kind === 'behave') server.behavior = order.behavior
    else if (order.kind === 'shut') await server.shut()
    else if (order.kind === 'open') await server.open()
    const { port, requests, taken } = server
    const known = { port, requests, distinct: taken.size }
    return order.kind === 'tally' ? { ...known, taken } : known
  }
})
