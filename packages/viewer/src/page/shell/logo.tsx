import type { VNode } from 'preact'

/** Three hops. */
export function Logo(): VNode {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d="M3.5 14.5C4.5 6 8 6 9 11.5s5 4.5 7.5-6"
        fill="none"
        stroke="var(--accent)"
        stroke-width="2"
        stroke-linecap="round"
      />
      <circle cx="3.5" cy="14.8" r="2" fill="var(--fg)" />
      <circle cx="9.3" cy="11.8" r="1.7" fill="var(--fg)" />
      <circle cx="16.5" cy="5.2" r="2" fill="var(--accent)" />
    </svg>
  )
}
