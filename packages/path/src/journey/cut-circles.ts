/**
 * Takes one link out of each circle that parents make, so that what is left is a forest.
 *
 * Spans come from whoever may publish them: a span may name itself, or its own child, as parent.
 */
export function cutCircles(parents: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const cut = new Map(parents)
  const done = new Set<string>()
  for (const start of parents.keys()) {
    const path = new Set<string>()
    let at: string | undefined = start
    while (at !== undefined && !done.has(at)) {
      if (path.has(at)) {
        cut.delete(at)
        break
      }
      path.add(at)
      at = cut.get(at)
    }
    for (const key of path) done.add(key)
  }
  return cut
}
