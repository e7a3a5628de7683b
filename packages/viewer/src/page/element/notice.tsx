import type { ComponentChildren, VNode } from 'preact'
import type { ClientError } from '../client/client-error.ts'
import { Icon, type IconName } from './icon.tsx'

/** A page, or a part of one, that has nothing to show: why, and what to do about it. */
export function Notice(props: {
  readonly icon: IconName
  readonly title: string
  /** `err` for what failed, `warn` for what must be seen to. @default 'plain' */
  readonly tone?: 'plain' | 'warn' | 'err'
  readonly children?: ComponentChildren
}): VNode {
  const { icon, title, tone = 'plain', children } = props
  return (
    <section class={`notice notice-${tone}`} role={tone === 'err' ? 'alert' : 'status'}>
      <span class="notice-icon">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** What the viewer said no with, and a button to ask again. */
export function ErrorNotice({
  error,
  onRetry,
}: {
  readonly error: ClientError
  readonly onRetry?: () => void
}): VNode {
  const isGone = error.code === 'SERVER_UNREACHABLE'
  return (
    <Notice
      icon={isGone ? 'status' : 'error'}
      tone="err"
      title={isGone ? 'The viewer does not answer' : sentence(error.message)}
    >
      {error.hint !== undefined && <p>{sentence(error.hint)}</p>}
      <p class="notice-code">{error.code}</p>
      {error.code === 'INDEX_FAILED' && (
        <a class="button" href="/status">
          Build it anew on the status page
        </a>
      )}
      {onRetry !== undefined && (
        <button type="button" class="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </Notice>
  )
}

/** Lines in the place of what is loading, so that nothing jumps when it is there. */
export function Loading({ rows = 8 }: { readonly rows?: number }): VNode {
  return (
    <div class="loading" role="status" aria-label="loading">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ width: `${88 - ((row * 37) % 46)}%` }} />
      ))}
    </div>
  )
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
