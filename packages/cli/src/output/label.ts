import { styleText } from 'node:util'
import type { Output } from '../io.ts'

/** Names of things, such as the left column of a list, in the color that stands back. */
export function dim(text: string, { color }: Output): string {
  return color ? styleText('dim', text, { validateStream: false }) : text
}

/** A warning with its label, as it goes to stderr. */
export function warn({ stderr }: { readonly stderr: Output }, text: string): void {
  const label = stderr.color
    ? styleText(['yellow', 'bold'], 'warning:', { validateStream: false })
    : 'warning:'
  stderr.write(`${label} ${text}\n`)
}

/** What to do, with its label, as it goes to stderr. */
export function hint({ stderr }: { readonly stderr: Output }, text: string): void {
  const label = stderr.color
    ? styleText(['cyan', 'bold'], 'hint:', { validateStream: false })
    : 'hint:'
  stderr.write(`${label} ${text}\n`)
}
