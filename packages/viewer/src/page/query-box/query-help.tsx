import type { VNode } from 'preact'
import type { QueryProblem } from '../../query/query-problem.ts'
import { Icon } from '../element/icon.tsx'
import { Text } from '../element/text.tsx'
import type { Suggestion } from './suggest.ts'

/** What the search offers and what is wrong with it, below its field. */
export function QueryHelp(props: {
  readonly suggestions: readonly Suggestion[]
  readonly chosen: number
  readonly problem: QueryProblem | undefined
  readonly onTake: (suggestion: Suggestion) => void
}): VNode {
  const { suggestions, chosen, problem, onTake } = props
  return (
    // The field keeps the focus: a click here is no way out of it.
    <div class="query-help" onMouseDown={(event) => event.preventDefault()}>
      {problem !== undefined && (
        <p class="query-problem" role="alert">
          <Icon name="warning" />
          <span>
            <Text value={problem.problem} />
            <span class="muted"> · {problem.hint}</span>
          </span>
        </p>
      )}
      <ul id="query-help" role="listbox" aria-label="suggestions">
        {suggestions.map((suggestion, index) => (
          <li
            key={suggestion.term}
            id={`suggestion-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => onTake(suggestion)}
          >
            <code>
              <Text value={suggestion.term} />
            </code>
            <span class="muted">{suggestion.meaning}</span>
          </li>
        ))}
      </ul>
      <footer>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> choose
        </span>
        <span>
          <kbd>Tab</kbd> take
        </span>
        <span>
          <kbd>Enter</kbd> search
        </span>
        <span class="query-grammar">
          All terms must hold · <code>-</code> negates · <code>{'>'}</code> ends a subject
        </span>
      </footer>
    </div>
  )
}
