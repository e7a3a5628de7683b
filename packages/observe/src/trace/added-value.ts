import { ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api'

/**
 * A context with one value more, as `context.setValue(key, value)`.
 *
 * It takes a tenth of the time, since no map is copied, and its values take a step longer to find:
 * it is for contexts that are made for each message and asked for little.
 */
export function addValue(context: Context, key: symbol, value: unknown): Context {
  return AddedValue.to(context, key, value)
}

/** A context with a span of OpenTelemetry's API active, as `trace.setSpan(context, span)`: see {@link addValue}. */
export function addSpan(context: Context, span: Span): Context {
  return SPAN_KEY === undefined ? trace.setSpan(context, span) : addValue(context, SPAN_KEY, span)
}

class AddedValue implements Context {
  readonly #context: Context
  readonly #key: symbol
  readonly #value: unknown

  private constructor(context: Context, key: symbol, value: unknown) {
    this.#context = context
    this.#key = key
    this.#value = value
  }

  /** The context with that value, in place of the one that was added last if it has the same key. */
  static to(context: Context, key: symbol, value: unknown): Context {
    const isHidden = context instanceof AddedValue && context.#key === key
    return new AddedValue(isHidden ? context.#context : context, key, value)
  }

  getValue(key: symbol): unknown {
    if (key === this.#key) return this.#value
    // Nothing is there to be looked up.
    return this.#context === ROOT_CONTEXT ? undefined : this.#context.getValue(key)
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#toMap().setValue(key, value)
  }

  deleteValue(key: symbol): Context {
    return this.#toMap().deleteValue(key)
  }

  // What an application adds to is kept as OpenTelemetry keeps it: a chain could grow without end.
  #toMap(): Context {
    const context = this.#context instanceof AddedValue ? this.#context.#toMap() : this.#context
    return context.setValue(this.#key, this.#value)
  }
}

// The API keeps its key to itself, yet asks for it.
const SPAN_KEY = keyOfSpan()

function keyOfSpan(): symbol | undefined {
  let key: symbol | undefined
  const context: Context = {
    getValue(asked) {
      key = asked
    },
    setValue: () => context,
    deleteValue: () => context,
  }
  trace.getSpan(context)
  return key
}
