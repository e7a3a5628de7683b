/** The service that a subject of TELEMETRY names; `undefined` if it names none. */
export function serviceOf(subject: string): string | undefined {
  const first = subject.indexOf('.') + 1
  const second = first && subject.indexOf('.', first) + 1
  if (second === 0) return undefined
  const end = subject.indexOf('.', second)
  const token = end < 0 ? subject.slice(second) : subject.slice(second, end)
  // An empty name stands in a subject as `_`.
  return token === '' || token === '_' ? undefined : token
}
