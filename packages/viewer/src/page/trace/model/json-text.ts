/** A value as JSON to be read: what cannot be seen is escaped, so that it stays JSON and hides nothing. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(HIDDEN, escapeUnits)
}

const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

function escapeUnits(hidden: string): string {
  let text = ''
  for (let index = 0; index < hidden.length; index++) {
    text += String.raw`\u${hidden.charCodeAt(index).toString(16).padStart(4, '0')}`
  }
  return text
}
