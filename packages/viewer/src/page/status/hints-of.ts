import type { StatusView } from '../../api/status-view.ts'
import { formatCounted, formatExact } from '../format/count.ts'

/** Something that should be seen to. */
export interface StatusHint {
  readonly tone: 'err' | 'warn'
  readonly title: string
  /** What to do about it, or what is known of it. */
  readonly text?: string
}

/** What is wrong, the worst first; nothing when all is well. */
export function hintsOf(
  { source, index, coverage }: StatusView,
  error: { readonly message: string; readonly hint: string | undefined } | undefined,
): readonly StatusHint[] {
  const hints: StatusHint[] = []
  const add = (tone: StatusHint['tone'], title: string, text: string | undefined): void => {
    hints.push({ tone, title, ...(text === undefined ? {} : { text }) })
  }

  if (error !== undefined) add('err', `What is below may be old: ${error.message}`, error.hint)
  if (index.state === 'failed')
    add('err', 'The index failed', 'build it anew; nothing is lost, the stream has it all')
  if (source.state === 'reconnecting' || source.state === 'closed')
    add('err', 'The NATS server cannot be reached', source.hint)
  else if (source.streamState === 'denied')
    add('err', `The stream ${source.stream ?? 'TELEMETRY'} may not be read`, source.hint)
  else if (source.streamState === 'unavailable')
    add('err', `The stream ${source.stream ?? 'TELEMETRY'} does not answer`, source.hint)
  else if (source.streamState === 'missing')
    add(
      'warn',
      `There is no stream ${source.stream ?? 'TELEMETRY'}`,
      source.hint ?? 'create it with: hopscope stream ensure',
    )
  else if (source.hint !== undefined) add('warn', 'About the source', source.hint)

  if (index.state === 'rebuilding')
    add(
      'warn',
      `The index is built anew${because(index.rebuiltBecause)}`,
      `${formatExact(coverage.pending)} messages are left to read`,
    )
  else if (index.rebuiltBecause !== undefined)
    add('warn', `The index was built anew${because(index.rebuiltBecause)}`, undefined)
  if (index.unreadable > 0)
    add(
      'warn',
      `${formatCounted(index.unreadable, 'message')} could not be read`,
      index.lastUnreadable,
    )
  if (index.dropped > 0)
    add(
      'warn',
      `${formatCounted(index.dropped, 'span')} dropped at a limit`,
      'give the index more room, or sample fewer traces',
    )

  return hints
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`
}
