/** What to say of anything that was thrown, in a text; never throws, whatever it is. */
export function reasonOf(thrown: unknown): string {
  try {
    return textOf(thrown)
  } catch {
    // It has no text, or a getter of it throws.
    return `unreadable ${typeof thrown}`
  }
}

/**
 * An error that says the same as what was thrown, and of which everything can be read: what was
 * thrown itself, if it is one. Its name is the type of what was thrown otherwise.
 */
export function toError(thrown: unknown): Error {
  if (isReadableError(thrown)) return thrown
  const error = new Error(reasonOf(thrown))
  error.name = typeof thrown
  return error
}

function textOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  if ('message' in thrown && typeof thrown.message === 'string' && thrown.message !== '') {
    return thrown.message
  }
  if (thrown instanceof Error) return thrown.name
  return JSON.stringify(thrown) ?? typeof thrown
}

function isReadableError(thrown: unknown): thrown is Error {
  try {
    if (!(thrown instanceof Error)) return false
    const texts: readonly unknown[] = [thrown.name, thrown.message, thrown.stack ?? '']
    return texts.every((text) => typeof text === 'string') && hasReadableCause(thrown)
  } catch {
    return false
  }
}

function hasReadableCause({ cause, constructor }: Error): boolean {
  if (!(cause instanceof Error)) return typeof constructor === 'function'
  return typeof cause.name === 'string' && typeof cause.constructor === 'function'
}
