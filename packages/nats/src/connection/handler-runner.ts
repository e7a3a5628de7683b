import { context, type Context } from '@opentelemetry/api'

/** Runs `work` in a context, with an argument: a closure for each message would cost more than that. */
export type RunIn = <A, T>(active: Context, work: (argument: A) => T, argument: A) => T

/** The way that does anywhere. */
export const withContext: RunIn = (active, work, argument) =>
  context.with(active, work, undefined, argument)

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

  return (active, work, argument) => {
    // A handler may itself make nats.js call another one, and be surrounded by something else then.
    if (isRunning) return withContext(active, work, argument)

    surroundings ??= untilNextTurn()
    isRunning = true
    try {
      return surroundings.with(active, work, argument)
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
