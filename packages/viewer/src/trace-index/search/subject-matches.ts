/** Whether a subject is one of a pattern with the wildcards of NATS: `*` for a token, `>` at the end for one or more. */
export function subjectMatches(pattern: string, subject: string): boolean {
  if (!pattern.includes('*') && !pattern.endsWith('>')) return pattern === subject
  const wanted = pattern.split('.')
  const tokens = subject.split('.')
  for (const [at, token] of wanted.entries()) {
    if (token === '>' && at === wanted.length - 1) return tokens.length > at
    if (at >= tokens.length) return false
    if (token !== '*' && token !== tokens[at]) return false
  }
  return tokens.length === wanted.length
}
