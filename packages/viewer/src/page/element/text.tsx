import type { VNode } from 'preact'
import { visibleParts, webLink } from '../format/visible-text.ts'

/** A name or value out of telemetry: nothing in it stays unseen, and its direction changes nothing around it. */
export function Text({ value }: { readonly value: string }): VNode {
  const parts = visibleParts(value)
  if (parts.length === 1 && parts[0]?.isMark === false) return <bdi>{value}</bdi>

  return (
    <bdi>
      {parts.map(({ text, isMark }) =>
        isMark ? (
          <span class="mark" title="a character that cannot be seen">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </bdi>
  )
}

/** The same; a whole http or https address is a link that opens in a tab of its own. */
export function TextOrLink({ value }: { readonly value: string }): VNode {
  const href = webLink(value)
  if (href === undefined) return <Text value={value} />

  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <Text value={value} />
    </a>
  )
}
