import { Worker } from 'node:worker_threads'
import { queryTimeout } from '../ask/deadline.ts'
import { ViewerError } from '../../viewer-error.ts'
import type { IndexLimits } from '../index-options.ts'
import type { WorkerAnswer, WorkerMessage, WorkerRequest } from './protocol.ts'
import { fromFailure } from './to-failure.ts'

/** Whom a {@link WorkerHost} tells. */
export interface WorkerHostOptions {
  readonly limits: IndexLimits
  readonly onChanged: (traceIds: readonly string[], omitted: number) => void
  /** The stream is to be attached and read anew, from where the index is. */
  readonly onRestarted: () => void
}

/** A request without its number. */
export type NumberlessRequest = WorkerRequest extends infer R
  ? R extends WorkerRequest
    ? Omit<R, 'id'>
    : never
  : never

/** Runs the worker of an index: starts it again when it ends, and ends it when a question takes too long. */
export class WorkerHost {
  readonly #options: WorkerHostOptions
  readonly #pending = new Map<number, PendingRequest>()
  #worker: Worker | undefined
  #lastId = 0
  #starts = 0
  #restart: ReturnType<typeof setTimeout> | undefined
  #failure: ViewerError | undefined
  #lostBecause = 'worker ended'
  #isClosed = false

  private constructor(options: WorkerHostOptions) {
    this.#options = options
  }

  /** Starts the worker, and waits until it has opened the index. */
  static async start(options: WorkerHostOptions): Promise<WorkerHost> {
    const host = new WorkerHost(options)
    const opened = new Promise<void>((resolve, reject) => host.#start(undefined, resolve, reject))
    await opened.catch((error: unknown) => {
      host.#isClosed = true
      throw error
    })
    return host
  }

  /** Has the worker do something. What is handed over in `transfer` is gone here. */
  request(
    request: NumberlessRequest,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<WorkerAnswer> {
    if (this.#isClosed) return Promise.reject(failed('the index is closed'))
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      const numbered: WorkerRequest = { ...request, id }
      this.#pending.set(id, {
        request: numbered,
        resolve,
        reject,
        timer: undefined,
        isRepeated: false,
      })
      this.#send(id, transfer)
    })
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    const isRunning = this.#restart === undefined
    const closed = isRunning && this.request({ type: 'close' }).catch(() => {})
    this.#isClosed = true
    clearTimeout(this.#restart)
    // A worker that is busy with a question is not waited for: the file is whole at any time.
    await Promise.race([closed, delay(CLOSE_MS)])
    await this.#worker?.terminate()
    this.#rejectAll(failed('the index is closed'))
  }

  #send(id: number, transfer: readonly ArrayBuffer[]): void {
    const pending = this.#pending.get(id)
    if (pending === undefined || this.#worker === undefined || this.#restart !== undefined) return
    this.#worker.postMessage(pending.request, [...transfer])
  }

  #start(
    lostBecause: string | undefined,
    onOpened: () => void,
    onFailed: (error: ViewerError) => void,
  ): void {
    const { limits } = this.#options
    const worker = new Worker(WORKER_URL, {
      name: 'hopscope-index',
      execArgv: WORKER_ARGUMENTS,
      workerData: { limits, ...(lostBecause !== undefined && { lostBecause }) },
    })
    this.#worker = worker
    let reason = 'its worker ended'
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'opened') onOpened()
      else if (message.type === 'failed') onFailed(fromFailure(message.error))
      else this.#take(message)
    })
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    worker.once('exit', () => {
      onFailed(failed(`the index failed: ${reason}`))
      if (this.#worker === worker) this.#startAgain()
    })
  }

  #take(message: Exclude<WorkerMessage, { readonly type: 'opened' | 'failed' }>): void {
    if (message.type === 'changed') {
      this.#options.onChanged(message.traceIds, message.omitted)
      return
    }
    if (message.type === 'emptied') {
      this.#options.onRestarted()
      return
    }
    const pending = this.#pending.get(message.id)
    if (pending === undefined) return
    if (message.type === 'started') {
      const { queryTimeoutMs } = this.#options.limits
      const endMs = queryTimeoutMs + GRACE_MS
      pending.timer = setTimeout(() => this.#endQuestion(message.id), endMs)
      return
    }
    this.#settle(message.id)
    if (message.type === 'answer') pending.resolve(message.answer)
    else pending.reject(fromFailure(message.error))
  }

  // A statement of SQL ends by itself or not at all, and the thread with it.
  #endQuestion(id: number): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) return
    this.#settle(id)
    pending.reject(queryTimeout(this.#options.limits.queryTimeoutMs))
    this.#lostBecause = 'query timeout'
    void this.#worker?.terminate()
  }

  #startAgain(): void {
    if (this.#isClosed) return
    for (const [id, pending] of this.#pending) {
      if (mayBeRepeated(pending)) {
        pending.isRepeated = pending.request.type === 'add'
        continue
      }
      this.#settle(id)
      pending.reject(failed('the index was started again'))
    }
    const waitMs = Math.min(FIRST_RESTART_MS * 2 ** Math.min(this.#starts++, 10), LAST_RESTART_MS)
    this.#restart = setTimeout(() => {
      this.#start(
        this.#lostBecause,
        () => this.#hasRestarted(),
        (error) => this.#fail(error),
      )
    }, waitMs)
  }

  #hasRestarted(): void {
    this.#restart = undefined
    this.#failure = undefined
    this.#lostBecause = 'worker ended'
    this.#starts = 0
    for (const id of this.#pending.keys()) this.#send(id, [])
    this.#options.onRestarted()
  }

  #fail(error: ViewerError): void {
    // Of a worker that had opened the index: it is started again.
    if (this.#restart === undefined) return
    this.#failure = error
    this.#rejectAll(error)
  }

  #rejectAll(error: ViewerError): void {
    for (const [id, { reject }] of this.#pending) {
      this.#settle(id)
      reject(error)
    }
  }

  #settle(id: number): void {
    clearTimeout(this.#pending.get(id)?.timer)
    this.#pending.delete(id)
  }
}

interface PendingRequest {
  readonly request: WorkerRequest
  readonly resolve: (answer: WorkerAnswer) => void
  readonly reject: (error: ViewerError) => void
  timer: ReturnType<typeof setTimeout> | undefined
  isRepeated: boolean
}

// A question that the worker had begun with may be what ended it, and so may what was added twice in vain. A span that is added
// again is the same one. Messages are read again from the stream.
function mayBeRepeated({ request, timer, isRepeated }: PendingRequest): boolean {
  if (request.type === 'add') return !isRepeated
  return request.type === 'ask' && timer === undefined
}

// The worker itself gives up at the time-out, if it can.
const GRACE_MS = 500
const CLOSE_MS = 2_000
const FIRST_RESTART_MS = 20
const LAST_RESTART_MS = 5_000

const IS_SOURCE = import.meta.url.endsWith('.ts')
const WORKER_URL = new URL(IS_SOURCE ? './index-worker.ts' : './index-worker.js', import.meta.url)
// Node 22 warns of its SQLite, which is in no way the concern of whoever looks at traces.
const WORKER_ARGUMENTS = [
  '--disable-warning=ExperimentalWarning',
  ...(IS_SOURCE ? ['--conditions=@hopscope/source'] : []),
]

function failed(message: string): ViewerError {
  return new ViewerError('INDEX_FAILED', message, { hint: 'ask again' })
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
