import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { parseQuery } from '../../query/parse-query.ts'
import { Icon } from '../element/icon.tsx'
import { useBindings } from '../keyboard/keyboard.ts'
import { navigate, setParams, useLocation } from '../router/location.ts'
import { parseRoute } from '../router/route.ts'
import { rangeOf } from '../router/time-range.ts'
import { QueryHelp } from './query-help.tsx'
import { applySuggestion, suggest, type Suggestion } from './suggest.ts'
import { useFacets } from './use-facets.ts'

/** The search of the whole page. It offers fields and values, and tells what cannot be read before it is asked. */
export function QueryBox(): VNode {
  const { path, params } = useLocation()
  const isTraces = parseRoute(path).page === 'traces'
  const asked = isTraces ? (params.get('q') ?? '') : ''
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(asked)
  const [caret, setCaret] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const { facets, load } = useFacets(rangeOf(params))
  const suggestions = isOpen ? suggest(text, caret, facets) : []
  const parsed = parseQuery(text)
  const problem = 'problem' in parsed ? parsed : undefined

  useEffect(() => setText(asked), [asked])
  useBindings('Everywhere', [
    {
      keys: '/',
      label: 'search',
      run: () => {
        input.current?.focus()
        input.current?.select()
      },
    },
  ])

  const search = (query: string): void => {
    setOpen(false)
    if (isTraces) setParams({ q: query.trim(), before: undefined }, { push: true })
    else navigate(query.trim() === '' ? '/traces' : `/traces?q=${encodeURIComponent(query.trim())}`)
  }
  const take = (suggestion: Suggestion): void => {
    const next = applySuggestion(text, caret, suggestion)
    setText(next.text)
    setCaret(next.caret)
    setChosen(-1)
    // The caret can be set once the field has the text.
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step !== undefined && suggestions.length > 0) {
      setOpen(true)
      setChosen(
        (before) =>
          (before + step + suggestions.length + (before < 0 && step < 0 ? 1 : 0)) %
          suggestions.length,
      )
    } else if (
      event.key === 'Tab' &&
      !event.shiftKey &&
      isOpen &&
      suggestions[Math.max(chosen, 0)] !== undefined &&
      text !== ''
    ) {
      take(suggestions[Math.max(chosen, 0)] as Suggestion)
    } else if (event.key === 'Enter') {
      const suggestion = suggestions[chosen]
      if (suggestion === undefined) {
        if (problem === undefined) search(text)
      } else take(suggestion)
    } else if (event.key === 'Escape') {
      if (isOpen) setOpen(false)
      else input.current?.blur()
    } else return
    event.preventDefault()
  }
  const follow = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void =>
    setCaret(currentTarget.selectionStart ?? currentTarget.value.length)

  return (
    <search class="query-box">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="search traces"
        aria-expanded={isOpen && suggestions.length > 0}
        aria-controls="query-help"
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `suggestion-${chosen}` : undefined}
        aria-invalid={problem !== undefined}
        placeholder="Search traces: service=orders duration>200ms subject=orders.>"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onFocus={(event) => {
          load()
          follow(event)
          setOpen(true)
        }}
        onBlur={() => setOpen(false)}
        onInput={(event) => {
          setText(event.currentTarget.value)
          follow(event)
          setOpen(true)
          setChosen(-1)
        }}
        onKeyUp={follow}
        onClick={(event) => {
          follow(event)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      {text === '' ? (
        <kbd class="query-key">/</kbd>
      ) : (
        <button
          type="button"
          class="icon-button"
          title="Clear the search"
          aria-label="clear the search"
          onClick={() => search('')}
        >
          <Icon name="close" />
        </button>
      )}
      {isOpen && (
        <QueryHelp suggestions={suggestions} chosen={chosen} problem={problem} onTake={take} />
      )}
    </search>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
