/** A text of a stranger as Markdown that shows it as it is: no link, picture, markup or new line comes of it. */
export function markdownText(text: string): string {
  const shown = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text
  return (
    shown
      .toWellFormed()
      // Control characters, and those that turn the direction of what follows.
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
      .replace(/[\\`*_{}[\]()#!|~]/g, '\\$&')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // A bare address would become a link, and a name with @ call somebody.
      .replace(/(:)(?=\/\/)|@/g, (sign) => (sign === '@' ? '&#64;' : '&#58;'))
  )
}

const MAX_CHARACTERS = 300
