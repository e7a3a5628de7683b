import { parentPort, workerData } from 'node:worker_threads'
import { WorkerDesk } from './worker-desk.ts'
import { toFailure } from './to-failure.ts'
import type { WorkerMessage, WorkerRequest, WorkerStart } from './protocol.ts'

// The entry of the worker thread: all of the index but the connection is here.

const port = parentPort
if (port !== null) {
  const start: WorkerStart = workerData
  const tell = (message: WorkerMessage, transfer: readonly ArrayBuffer[] = []): void => {
    port.postMessage(message, [...transfer])
  }
  try {
    const desk = new WorkerDesk(start, tell)
    port.on('message', (request: WorkerRequest) => desk.take(request))
    tell({ type: 'opened' })
  } catch (error) {
    tell({ type: 'failed', error: toFailure(error) })
  }
}
