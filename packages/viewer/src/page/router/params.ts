/** Parameters to set; `undefined` and the empty text remove one. */
export type ParamChange = Readonly<Record<string, string | undefined>>

/** The parameters with the changes made, in a steady order: equal states have equal links. */
export function changeParams(params: URLSearchParams, change: ParamChange): URLSearchParams {
  const changed = new URLSearchParams(params)
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') changed.delete(name)
    else changed.set(name, value)
  }
  changed.sort()

  return changed
}
