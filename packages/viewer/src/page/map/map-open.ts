import type { SVGAttributes } from 'preact'

/** Attributes of a part of the drawing that can be opened by mouse and keyboard; of one that cannot, its label alone. */
export function openable(
  label: string,
  onOpen: (() => void) | undefined,
): SVGAttributes<SVGGElement> {
  if (onOpen === undefined) return { role: 'img', 'aria-label': label }
  return {
    role: 'link',
    tabindex: 0,
    'aria-label': label,
    onClick: onOpen,
    onKeyDown(event) {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      event.stopPropagation()
      onOpen()
    },
  }
}
