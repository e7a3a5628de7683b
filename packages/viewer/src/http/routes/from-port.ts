import { Refusal } from '../refusal.ts'
import { ViewerError } from '../../viewer-error.ts'

/**
 * What something behind a port gives. Where it fails by an error of ours, which has a code and a hint,
 * the reader is told these: they are about what was asked for.
 *
 * @throws {@link Refusal} with the code of the failure
 */
export async function fromPort<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Refusal || error instanceof ViewerError || !isTold(error)) throw error
    const { code, message, hint } = error
    throw new Refusal(502, code, message, hint === undefined ? {} : { hint })
  }
}

// Across packages errors are known by these fields, and never by their class.
function isTold(error: unknown): error is Error & { code: string; hint?: string } {
  if (!(error instanceof Error) || !('code' in error) || !('hint' in error)) return false
  const { code, hint } = error
  return typeof code === 'string' && (hint === undefined || typeof hint === 'string')
}
