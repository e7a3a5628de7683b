import { CliError } from '../../cli-error.ts'

/**
 * Reads headers that are typed as `key:value`; values of one name stay in their order.
 *
 * Errors never hold a value: it may be a secret.
 *
 * @throws {CliError} ARGUMENT_INVALID
 */
export function parseHeaders(typed: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>()
  for (const text of typed) {
    const [name, value] = parseHeader(text)
    const values = headers.get(name)
    if (values === undefined) headers.set(name, [value])
    else values.push(value)
  }
  return headers
}

function parseHeader(text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(':')
  if (colon < 0) throw invalid('a header has no colon', 'write it as in -H tenant:acme')

  const name = text.slice(0, colon).trim()
  const value = text.slice(colon + 1).trim()
  if (!/^[!-9;-~]+$/.test(name)) {
    throw invalid(`${JSON.stringify(name)} is no name of a header`, 'write it as in -H tenant:acme')
  }
  // A tab is the one control character that may stand in a value.
  if (/(?!\t)\p{Cc}/u.test(value)) {
    throw invalid(`header ${name} has a control character`, 'leave line breaks out')
  }
  if (/^nats-trace-/i.test(name)) {
    throw invalid(`header ${name} is set by the trace itself`, 'leave it out')
  }
  return [name, value]
}

function invalid(message: string, hint: string): CliError {
  return new CliError('ARGUMENT_INVALID', message, { hint })
}
