/** A text of no more than `maxLength` UTF-16 units; half of a pair, which would become U+FFFD on the wire, is left out. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const last = text.charCodeAt(maxLength - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxLength - 1 : maxLength)
}
