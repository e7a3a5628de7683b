import type { VNode } from 'preact'

/** Pictures of 16 by 16, drawn by strokes of the text's color. */
const PATHS = {
  traces: 'M2 3.5h6M5 8h8M8 12.5h6',
  messages: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5',
  'dead-letters': 'M3 2.5h7l3 3v8H3zM6 7.5l4 4M10 7.5l-4 4',
  map: 'M3.5 5.5a2 2 0 1 0 0-.01M12.5 5.5a2 2 0 1 0 0-.01M8 13.5a2 2 0 1 0 0-.01M5.5 4.5h5M4.6 6.6l2.3 3.6M11.4 6.6l-2.3 3.6',
  services: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  probe: 'M8 14v-4M8 7.5v-1M4.8 9.5a4 4 0 1 1 6.4 0M2.6 11a6.7 6.7 0 1 1 10.8 0',
  status: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  import: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 11v2.5h11V11',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6',
  light:
    'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  dark: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.3 6.4a1.7 1.7 0 1 1 2.6 1.5c-.6.4-.9.7-.9 1.3M8 11.3v.2',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2',
  warning: 'M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.5v.2',
  redelivered: 'M12.8 5.2A5.2 5.2 0 1 0 13.2 9M13.2 2.4v3h-3',
  'broken-context':
    'M6.4 9.6 9.6 6.4M7 4.6l1.5-1.5a2.9 2.9 0 0 1 4.2 4.2L11.3 8.7M9 11.4l-1.5 1.5a2.9 2.9 0 0 1-4.2-4.2l1.4-1.4M3.2 3.2l1.2 1.2M11.6 11.6l1.2 1.2',
  'missing-spans': 'M3 3h2.5M8 3h2M12.5 3h.5v2.5M13 8v2M13 12.5v.5h-2.5M8 13H6M3.5 13H3v-2.5M3 8V6',
  'account-stop': 'M4 7.5h8V14H4zM5.8 7.5v-2a2.2 2.2 0 0 1 4.4 0v2',
  'dry-run':
    'M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4zM8 9.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2z',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.4v3.6M8 5v.2',
  check: 'M3 8.5 6.5 12 13 4.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  chevron: 'M6 4l4 4-4 4',
  external: 'M6.5 3H3v10h10V9.5M9 2.5h4.5V7M13.2 2.8 7.5 8.5',
} as const

export type IconName = keyof typeof PATHS

/** A picture beside a text that says the same; it says nothing to a screen reader. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
