import { styleText } from 'node:util'
import type { Output } from '../io.ts'

/**
 * Tells a person what went wrong and what to do about it, in one paragraph each, without a stack.
 *
 * Errors of our packages are known by their `code` and `hint`, whatever class they are.
 */
export function presentError(error: unknown, stderr: Output): void {
  const { message, hint, attempts } = describe(error)
  stderr.write(`${label('error:', 'red', stderr)} ${plain(message)}\n`)
  for (const attempt of attempts) stderr.write(`  - ${plain(attempt)}\n`)
  if (hint) stderr.write(`${label('hint:', 'cyan', stderr)} ${plain(hint)}\n`)
}

interface Described {
  readonly message: string
  readonly hint?: string | undefined
  readonly attempts: readonly string[]
}

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { message: String(error), attempts: [] }

  const { hint, attempts } = error as { readonly hint?: unknown; readonly attempts?: unknown }
  return {
    message: error.message,
    hint: typeof hint === 'string' ? hint : undefined,
    attempts: Array.isArray(attempts) ? attempts.map(String) : [],
  }
}

// A message may hold what a server or a file said, which must not steer the terminal.
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
}

function label(text: string, color: 'red' | 'cyan', { color: isColored }: Output): string {
  return isColored ? styleText([color, 'bold'], text, { validateStream: false }) : text
}
