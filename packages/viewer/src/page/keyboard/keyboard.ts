import { useEffect, useRef } from 'preact/hooks'
import { createStore, type Store } from '../state/store.ts'
import { type Binding, type BindingGroup, keyName, matchKeys } from './binding.ts'

/** Time in which the next key of a sequence such as `g t` must come. */
const SEQUENCE_MS = 1200

/** All bindings that work now, those of the innermost part last. */
export const bindingGroups: Store<readonly BindingGroup[]> = createStore<readonly BindingGroup[]>(
  [],
)

/**
 * Binds keys while the component is on the page. A binding hides one of the same keys that was added before it,
 * unless its `run` returns `false`.
 */
export function useBindings(title: string, bindings: readonly Binding[]): void {
  const latest = useRef(bindings)
  latest.current = bindings
  const signature = bindings.map(({ keys, label }) => `${keys} ${label}`).join('\n')

  useEffect(() => {
    const group: BindingGroup = {
      title,
      // The newest `run` is called, so that a component may give a new function at each drawing.
      bindings: latest.current.map((binding, index) => ({
        ...binding,
        run: () => latest.current[index]?.run(),
      })),
    }
    bindingGroups.set([...bindingGroups.get(), group])
    return () => bindingGroups.set(bindingGroups.get().filter((other) => other !== group))
  }, [title, signature])
}

/** Listens to the keyboard from now on. */
export function startKeyboard(): void {
  let pending: readonly string[] = []
  let lastAtMs = 0

  addEventListener('keydown', (event) => {
    // A dialog has the keyboard to itself.
    if (event.defaultPrevented || event.isComposing || isInDialog(event.target)) return
    const name = keyName(event)
    if (name === undefined) return
    if (event.timeStamp - lastAtMs > SEQUENCE_MS) pending = []
    lastAtMs = event.timeStamp

    const isTyping = isEditable(event.target)
    const sequence = [...pending, name]
    const match = matchKeys(bindingGroups.get(), sequence, isTyping)
    // `g j` means nothing: then `j` alone may.
    const keys = match.type === 'none' && pending.length > 0 ? [name] : sequence
    const outcome = keys === sequence ? match : matchKeys(bindingGroups.get(), keys, isTyping)

    pending = outcome.type === 'wait' ? keys : []
    if (outcome.type === 'run' && outcome.bindings.some((binding) => binding.run() !== false))
      event.preventDefault()
  })
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('dialog') !== null
}

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type)
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable
  )
}

const NO_TEXT: ReadonlySet<string> = new Set([
  'checkbox',
  'radio',
  'button',
  'submit',
  'range',
  'file',
  'reset',
])
