import type { Io } from '../io.ts'

/**
 * How the person calls `hopscope`, by how they called the demo: in a clone of the repository, or by
 * `npx`, there is no command of that name.
 */
export function commandOf({ npm_lifecycle_event: script }: Io['env']): string {
  if (script === 'start' || script === 'hopscope') return 'npm run -s hopscope --'
  return script === 'npx' ? 'npx hopscope' : 'hopscope'
}
