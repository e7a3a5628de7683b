import type { ComponentChildren, VNode } from 'preact'

/** Names and what they stand for, aligned. */
export function Facts({ children }: { readonly children: ComponentChildren }): VNode {
  return <dl class="fact-list">{children}</dl>
}

/** One of them. */
export function Fact({
  term,
  children,
}: {
  readonly term: string
  readonly children: ComponentChildren
}): VNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
