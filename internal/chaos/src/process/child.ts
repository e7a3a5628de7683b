import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** What a process is asked, and what it says to that. */
export interface Dialog<Order, Answer> {
  readonly order: Order
  readonly answer: Answer
}

/** A process of ours that does what it is told, until it is ended; without us it ends by itself. */
export class Child<D extends Dialog<unknown, unknown>> implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (reply: Reply<D['answer']>) => void>()
  #asked = 0

  /** Starts a module; resolves when it is ready, rejects if it cannot be. */
  static async start<D extends Dialog<unknown, unknown>>(
    module: URL,
    settings: unknown,
  ): Promise<Child<D>> {
    // Without the flags of this process, which may be those of a test.
    const child = fork(module, [JSON.stringify(settings)], {
      execArgv: ['--conditions=@hopscope/source'],
      serialization: 'advanced',
    })
    const started = new Child<D>(child)
    await started.#ready()
    return started
  }

  private constructor(child: ChildProcess) {
    this.#process = child
    child.on('message', (reply: Reply<D['answer']>) => {
      this.#waiting.get(reply.number)?.(reply)
      this.#waiting.delete(reply.number)
    })
    child.once('exit', () => this.#fail('it ended'))
  }

  /** Whether it runs. */
  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Rejects if the process ends before it has answered, or could not do it. */
  ask(order: D['order']): Promise<D['answer']> {
    const number = ++this.#asked
    const { promise, resolve, reject } = Promise.withResolvers<D['answer']>()
    this.#waiting.set(number, (reply) => {
      if (reply.problem === undefined) resolve(reply.answer)
      else reject(new Error(reply.problem))
    })
    if (this.isAlive) this.#process.send({ number, order }, () => {})
    else this.#fail('it has ended')
    return promise
  }

  /** Kills it at once, as a machine that loses power would. */
  async kill(): Promise<void> {
    if (!this.isAlive) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }

  async #ready(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.set(READY, ({ problem }) => {
      if (problem === undefined) resolve()
      else reject(new Error(problem))
    })
    try {
      await promise
    } catch (error) {
      await this.kill()
      throw error
    }
  }

  #fail(problem: string): void {
    for (const settle of this.#waiting.values()) settle({ number: 0, problem })
    this.#waiting.clear()
  }
}

/** What a process says to an order of that number; 0 is its start. */
export interface Reply<Answer> {
  readonly number: number
  readonly answer?: Answer
  /** Why it could not be done. */
  readonly problem?: string
}

/** The number of the first thing that a process says. */
export const READY = 0
