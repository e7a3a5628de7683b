import type { VNode } from 'preact'
import type { Attribute } from '../../../api/span-detail.ts'
import { Text } from '../../element/text.tsx'

/** A few attributes in a row, as `key=value`. */
export function AttributeLine({
  attributes,
}: {
  readonly attributes: readonly Attribute[]
}): VNode | null {
  if (attributes.length === 0) return null
  return (
    <ul class="attribute-line">
      {attributes.map(({ key, value }, index) => (
        <li key={index} class={value.includes('\n') ? 'is-block' : ''}>
          <i>
            <Text value={key} />
          </i>
          {value.includes('\n') ? (
            <pre>
              {value.split('\n').map((line, each) => (
                <div key={each}>
                  <Text value={line} />
                </div>
              ))}
            </pre>
          ) : (
            <Text value={value} />
          )}
        </li>
      ))}
    </ul>
  )
}
