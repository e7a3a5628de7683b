import { PathError } from './path-error.ts'

/** @throws {PathError} OPTION_INVALID unless it is a time that can be waited */
export function requireTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || (timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)) return
  throw new PathError(
    'OPTION_INVALID',
    `timeoutMs must be 1 to ${MAX_TIMEOUT_MS}, got ${timeoutMs}`,
    { hint: 'give the time to wait in milliseconds' },
  )
}

// What a timer of JavaScript can wait.
const MAX_TIMEOUT_MS = 2_147_483_647

/** @throws {PathError} OPTION_INVALID unless servers could send trace events to inboxes there */
export function requireInboxPrefix(prefix: string | undefined): void {
  if (prefix === undefined) return
  const tokens = prefix.split('.')
  const wild = tokens.some((token) => ['', '*', '>'].includes(token))
  // Servers keep this one to themselves, and refuse the message.
  if (!wild && !/\s/.test(prefix) && tokens[0] !== '_GR_') return
  throw new PathError(
    'OPTION_INVALID',
    `inboxPrefix must be the beginning of a subject, got ${JSON.stringify(prefix)}`,
    { hint: 'name what the user may subscribe to, without wildcards, such as _INBOX_app' },
  )
}

/** @throws {PathError} OPTION_INVALID unless the subject can be subscribed to */
export function requireListenable(option: string, subject: string): void {
  const tokens = subject.split('.')
  const malformed = tokens.some(
    (token, index) => token === '' || (token === '>' && index < tokens.length - 1),
  )
  if (!malformed && !/\s/.test(subject)) return
  throw new PathError(
    'OPTION_INVALID',
    `${option} must be a subject, got ${JSON.stringify(subject)}`,
    { hint: 'name a subject, such as telemetry.hops' },
  )
}
