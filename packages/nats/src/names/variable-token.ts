/**
 * Whether a token of a subject looks like an id, which is another one with every message: a number,
 * a UUID, hex digits, or letters and digits at random.
 */
export function isVariableToken(token: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(token))
}

const PATTERNS: readonly RegExp[] = [
  /^\d+$/,
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
  /^(?=.*\d)[\da-f]{12,}$/i,
  // A NUID has 22 characters, a ULID 26, a KSUID 27.
  /^(?=.*\d)(?=.*[A-Za-z])[\dA-Za-z_-]{16,}$/,
]
