/** The service that a subject of TELEMETRY names; `undefined` if it names none. */
export function serviceOf(subject: string): string | undefined {
  const token = subject.split('.', 3)[2] ?? ''
  // An empty name stands in a subject as `_`.
  return token === '' || token === '_' ? undefined : token
}
