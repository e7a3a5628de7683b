import { NatsServerError, type NatsServerErrorCode } from '../nats-server-error.ts'

// What luck decides: another program took a port meanwhile, or a gateway went another way.
const BAD_LUCK: ReadonlySet<NatsServerErrorCode> = new Set(['PORT_TAKEN', 'GATEWAY_DIVERTED'])
const MAX_ATTEMPTS = 3

/** Starts over when a start failed by bad luck, up to three times in all. */
export async function withRetries<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      const unlucky = error instanceof NatsServerError && BAD_LUCK.has(error.code)
      if (!unlucky || attempt === MAX_ATTEMPTS) throw error
    }
  }
}
