import type { ComponentChildren, VNode } from 'preact'

/** A name and what it is, in a list of facts. */
export interface Fact {
  readonly name: string
  readonly value: ComponentChildren
}

/** Facts in two columns. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): VNode {
  return (
    <dl class="sp-facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
