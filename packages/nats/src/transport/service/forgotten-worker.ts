import type { NatsConnection } from '@nats-io/nats-core'
import { forgottenMessages, type DurableConsumer } from '../dead-letters/forgotten-messages.ts'
import type { Exhausted } from '../dead-letters/exhausted.ts'
import { giveUpStored, type StoredOffice } from '../dead-letters/give-up-stored.ts'
import { tellNotGivenUp } from './exhausted-messages.ts'
import { Pause } from './pause.ts'
import type { Worker } from './worker.ts'

/** How a {@link ForgottenWorker} works. */
export interface ForgottenWork {
  readonly connection: NatsConnection
  readonly consumer: DurableConsumer
  readonly office: StoredOffice
}

/**
 * Gives up what was delivered for the last time while nobody was there to be told: looks for it when
 * the service starts, and when the connection is back.
 */
export class ForgottenWorker implements Worker {
  readonly failure = undefined
  readonly inFlight = 0
  readonly ended: Promise<void>
  readonly #work: ForgottenWork
  readonly #pause = new Pause()
  readonly #end: PromiseWithResolvers<void> = Promise.withResolvers()
  #isLeaving = false
  #search: Promise<void>

  constructor(work: ForgottenWork) {
    this.#work = work
    this.ended = this.#end.promise
    this.#search = this.#run()
    void work.connection.closed().then(() => this.leave())
  }

  renew(): void {
    this.#search = this.#search.then(() => this.#run())
  }

  leave(): void {
    this.#isLeaving = true
    this.#pause.end()
    this.#end.resolve()
  }

  async idle(): Promise<void> {
    await this.#search
  }

  async abandon(): Promise<void> {
    // What was not looked at stays in its stream, and is found by the next.
  }

  async #run(): Promise<void> {
    const tried = new Set<number>()
    let upTo: number | undefined
    let pauseMs = GRACE_MS
    try {
      while (!this.#isOver()) {
        const { consumer, office } = this.#work
        const { found, settled, delivered } = await forgottenMessages(office.manager, consumer)
        await this.#giveUp(found.filter(({ sequence }) => !tried.has(sequence)))
        for (const { sequence } of found) tried.add(sequence)
        // What has begun since is told of. What is being handled may hide one that was before.
        upTo ??= delivered
        if (settled >= upTo || this.#isOver()) return
        await this.#pause.wait(pauseMs)
        pauseMs = Math.min(2 * pauseMs, LAST_PAUSE_MS)
      }
    } catch {
      // Who may not read streams finds nothing there: then it is as it would be without us.
    }
  }

  async #giveUp(found: readonly Exhausted[]): Promise<void> {
    const { office } = this.#work
    // A message that was acknowledged this very moment is below the floor, and about to be dropped.
    if (found.length > 0) await this.#pause.wait(GRACE_MS)
    for (const each of found) {
      if (this.#isOver()) return
      const error = await giveUpStored(office, each)
      if (error) tellNotGivenUp(office, each, error)
    }
  }

  #isOver(): boolean {
    return this.#isLeaving || this.#work.connection.isClosed()
  }
}

const GRACE_MS = 1000
const LAST_PAUSE_MS = 30_000
