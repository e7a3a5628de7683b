/** How wide a name is on the map, roughly: what it is drawn with is not known before it is drawn. CSS pixels. */
export function textWidth(text: string): number {
  let width = 0
  for (const letter of text) width += NARROW.test(letter) ? 4 : WIDE.test(letter) ? 8 : 6.6
  return width
}

/** The name if it has room, else its beginning and an ellipsis. */
export function cutText(text: string, room: number): string {
  if (textWidth(text) <= room) return text
  const letters = Array.from(text)
  while (letters.length > 1 && textWidth(`${letters.join('')}…`) > room) letters.pop()
  return `${letters.join('')}…`
}

const NARROW = /[fijlrt.,:;|!'()-]/
const WIDE = /[\p{Lu}\p{Nd}mw_…]/u
