/**
 * Whether a subject matches a pattern of NATS: `*` stands for one token, a `>` at the end for one or
 * more.
 *
 * The subject may be a pattern itself, of which all matches have to match.
 */
export function matchesSubject(pattern: string, subject: string): boolean {
  const wanted = pattern.split('.')
  const tokens = subject.split('.')
  for (const [index, token] of wanted.entries()) {
    const actual = tokens[index]
    if (actual === undefined) return false
    if (token === '>' && index === wanted.length - 1) return true
    if (actual === '>' || (token !== '*' && token !== actual)) return false
  }
  return wanted.length === tokens.length
}

/** Whether a text can be a pattern: tokens that are not empty, without white space, `>` last only. */
export function isSubjectPattern(text: string): boolean {
  return /^(?:[^\s.]+\.)*[^\s.]+$/.test(text) && !/(?:^|\.)>\./.test(text)
}

/** Whether a subject has wildcards. */
export function hasWildcard(subject: string): boolean {
  return /(?:^|\.)[*>](?:\.|$)/.test(subject)
}
