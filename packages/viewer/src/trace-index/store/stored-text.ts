/**
 * A text as the database gives it back, cut to a length: one that it changed would be another when it is read again, and be
 * written a second time.
 */
export function storedText(text: string, maxLength: number): string {
  const isKept = text.length <= maxLength && text.isWellFormed() && !text.includes('\0')
  return isKept ? text : text.slice(0, maxLength).toWellFormed().replaceAll('\0', '\ufffd')
}
