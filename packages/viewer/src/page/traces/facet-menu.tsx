import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Facet } from '../../api/status-view.ts'
import { ServiceName } from '../element/service-name.tsx'
import { Text } from '../element/text.tsx'
import { formatCount } from '../format/count.ts'
import { fieldTerm, hasTerm } from '../query-box/edit-query.ts'

/** The values of one field, in a menu that opens below its button. */
export function FacetMenu(props: {
  readonly field: string
  readonly label: string
  readonly values: readonly Facet[] | undefined
  readonly query: string
  readonly onOpen: () => void
  readonly onToggle: (term: string) => void
}): VNode {
  const { field, label, values, query, onOpen, onToggle } = props
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [filter, setFilter] = useState('')
  const id = `facet-${field}`
  const isUsed = new RegExp(`(^|\\s)-?${field}(!?=)`).test(query)
  const shown = (values ?? [])
    .filter(({ value }) => value.toLowerCase().includes(filter.toLowerCase()))
    .slice(0, 50)

  return (
    <>
      <button
        ref={button}
        type="button"
        class="chip chip-menu"
        popovertarget={id}
        aria-pressed={isUsed}
      >
        {label}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        class="menu facet-menu"
        aria-label={label}
        onBeforeToggle={(event) => {
          if (event.newState !== 'open') return
          onOpen()
          placeBelow(menu.current, button.current)
        }}
      >
        {(values?.length ?? 0) > 8 && (
          <input
            class="field"
            type="text"
            aria-label={`filter ${label}`}
            placeholder="Filter"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        )}
        {values === undefined && <p class="muted">Asking …</p>}
        {values?.length === 0 && <p class="muted">No span has told of any yet.</p>}
        <ul>
          {shown.map(({ value, count }) => {
            const term = fieldTerm(field, value)
            return (
              <li key={value}>
                <label>
                  <input
                    type="checkbox"
                    checked={hasTerm(query, term)}
                    onChange={() => onToggle(term)}
                  />
                  <span class="cut">
                    {field === 'service' ? <ServiceName name={value} /> : <Text value={value} />}
                  </span>
                  <span class="chip-count">{formatCount(count)}</span>
                </label>
              </li>
            )
          })}
        </ul>
      </div>
    </>
  )
}

function placeBelow(menu: HTMLElement | null, button: HTMLElement | null): void {
  if (menu === null || button === null) return
  const { left, bottom } = button.getBoundingClientRect()
  menu.style.left = `${Math.min(left, innerWidth - 300)}px`
  menu.style.top = `${bottom + 4}px`
}
