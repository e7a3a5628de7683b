/**
 * A command line to paste into a terminal; absent where a word has control characters: those can make a terminal run
 * what is pasted. A shell takes each word as one and runs nothing of it.
 */
export function shellCommand(words: readonly string[]): string | undefined {
  if (words.some((word) => /\p{Cc}|\p{Cf}/u.test(word))) return undefined
  return words.map((word) => shellWord(word)).join(' ')
}

function shellWord(text: string): string {
  if (/^[\w.,:/@%+=][\w.,:/@%+=-]*$/.test(text)) return text
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
