/** A key, or a sequence of keys, and what it does. */
export interface Binding {
  /**
   * Keys as `KeyboardEvent.key` names them, one after the other: `j`, `E`, `g t`, `Enter`, `/`. `Mod+k` is Ctrl or
   * Command with it.
   */
  readonly keys: string
  /** What it does, for the help: `next trace`. */
  readonly label: string
  /** Returns `false` to let the browser, and older bindings, have the key after all. */
  readonly run: () => unknown
  /** Also while the reader types into a field. @default false */
  readonly whileTyping?: boolean
  /** Not shown in the help: a second key for the same. @default false */
  readonly isHidden?: boolean
}

/** Bindings of one part of the page, as the help groups them. */
export interface BindingGroup {
  readonly title: string
  readonly bindings: readonly Binding[]
}

/** The little of a keyboard event that decides which key it is. */
export interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The name of a key as {@link Binding.keys} writes it; nothing for what is never bound, such as Alt with a key. */
export function keyName({ key, ctrlKey, metaKey, altKey }: Key): string | undefined {
  if (altKey || MODIFIERS.has(key)) return undefined
  if (ctrlKey || metaKey) return `Mod+${key.toLowerCase()}`
  return key === ' ' ? 'Space' : key
}

/** What the keys pressed so far come to. */
export type Match =
  | { readonly type: 'run'; readonly bindings: readonly Binding[] }
  | { readonly type: 'wait' }
  | { readonly type: 'none' }

/** Finds who wants these keys: the group that was added last comes first. */
export function matchKeys(
  groups: readonly BindingGroup[],
  keys: readonly string[],
  isTyping: boolean,
): Match {
  const pressed = keys.join(' ')
  const bindings = groups.toReversed().flatMap((group) => group.bindings)
  const usable = isTyping ? bindings.filter((binding) => binding.whileTyping === true) : bindings
  const found = usable.filter((binding) => binding.keys === pressed)
  if (found.length > 0) return { type: 'run', bindings: found }

  const isBegun = usable.some((binding) => binding.keys.startsWith(`${pressed} `))
  return { type: isBegun ? 'wait' : 'none' }
}

const MODIFIERS: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Dead',
])
