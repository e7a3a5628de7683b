import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Attribute } from '../../../api/span-detail.ts'
import { CopyButton } from '../../element/copy-button.tsx'
import { Text, TextOrLink } from '../../element/text.tsx'
import { formatExact } from '../../format/count.ts'

/** With fewer attributes there is nothing to look for. */
const MIN_FILTERED = 8

/** Attributes by name; each can be copied. */
export function AttributeList({
  attributes,
}: {
  readonly attributes: readonly Attribute[]
}): VNode {
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const shown = attributes.filter(({ key, value }) =>
    `${key}\n${value}`.toLowerCase().includes(wanted),
  )
  return (
    <>
      {attributes.length >= MIN_FILTERED && (
        <input
          type="search"
          class="sp-filter"
          aria-label="filter attributes"
          placeholder="Filter"
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      )}
      <dl class="attributes">
        {shown.map((attribute, index) => (
          <Entry key={`${attribute.key} ${index}`} attribute={attribute} />
        ))}
      </dl>
      {shown.length === 0 && <p class="sp-none">No attribute matches.</p>}
    </>
  )
}

function Entry({
  attribute: { key, value, type, length },
}: {
  readonly attribute: Attribute
}): VNode {
  return (
    <div>
      <dt>
        <Text value={key} />
        <small>{type}</small>
        <CopyButton text={value} label={`Copy ${key}`} />
      </dt>
      <dd class={type === 'int' || type === 'double' ? 'is-number' : ''}>
        {type === 'string' ? <TextOrLink value={value} /> : <Text value={value} />}
        {length !== undefined && <em> … {formatExact(length)} characters in all</em>}
      </dd>
    </div>
  )
}
