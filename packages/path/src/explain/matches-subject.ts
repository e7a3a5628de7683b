/** Whether a subject is among those that a pattern with `*` and `>` stands for. */
export function matchesSubject(pattern: string, subject: string): boolean {
  const tokens = subject.split('.')
  const wanted = pattern.split('.')
  const rest = wanted.at(-1) === '>'
  if (rest ? tokens.length < wanted.length : tokens.length !== wanted.length) return false
  return (rest ? wanted.slice(0, -1) : wanted).every(
    (token, index) => token === '*' || token === tokens[index],
  )
}
