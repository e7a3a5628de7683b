import { navigate } from '../router/location.ts'

/** What a click on a row does: it opens what the row stands for, unless it meant a link in it, or was selecting text. */
export function openRow(event: MouseEvent, href: string): void {
  const isOwn =
    event.target instanceof Element && event.target.closest('a, button, input, label') !== null
  const isSelecting = getSelection()?.isCollapsed === false
  if (isOwn || isSelecting || event.defaultPrevented) return
  if (event.ctrlKey || event.metaKey) open(href, '_blank', 'noopener')
  else navigate(href)
}
