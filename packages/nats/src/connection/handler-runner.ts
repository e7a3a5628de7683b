import { context, type Context } from '@opentelemetry/api'

/** Runs `work` in a context. */
export type RunIn = <T>(active: Context, work: () => T) => T

/** The way that does anywhere. */
export const withContext: RunIn = (active, work) => context.with(active, work)

/**
 * Runs the handlers that nats.js calls.
 *
 * Of all the messages that a socket brought at once it calls one after the other, and in between
 * nothing else runs: what is active besides their contexts is the same for all of them, and a
 * context manager that can keep it makes each context active at less cost.
 */
export function handlerRunner(): RunIn {
  let surroundings: Surroundings | undefined
  let isRunning = false

  return (active, work) => {
    // A handler may itself make nats.js call another one, and be surrounded by something else then.
    if (isRunning) return withContext(active, work)

    surroundings ??= untilNextTurn()
    isRunning = true
    try {
      return surroundings.with(active, work)
    } finally {
      isRunning = false
    }
  }

  function untilNextTurn(): Surroundings {
    void Promise.resolve().then(() => {
      surroundings = undefined
    })
    return currentSurroundings()
  }
}

/** What is active besides the context. */
interface Surroundings {
  readonly with: RunIn
}

const ANY_SURROUNDINGS: Surroundings = { with: withContext }

// OpenTelemetry's API has no word for it; our context manager has one.
function currentSurroundings(): Surroundings {
  const api: { readonly _getContextManager?: () => Manager } = context as object
  return api._getContextManager?.().surroundings?.() ?? ANY_SURROUNDINGS
}

interface Manager {
  surroundings?(): Surroundings
}
