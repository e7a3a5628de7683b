/**
 * Takes one link out of each circle that parents make, so that what is left is a forest.
 *
 * Spans come from whoever may publish them: a span may name itself, or its own child, as parent.
 *
 * @param parents the number of the parent of each span; -1 for none
 */
export function cutCircles(parents: Int32Array): Int32Array {
  const cut = parents.slice()
  // The span from which each was first come by on the way up.
  const comeFrom = new Int32Array(cut.length).fill(-1)
  for (let start = 0; start < cut.length; start++) {
    let at = start
    while (at >= 0 && comeFrom[at] === -1) {
      comeFrom[at] = start
      at = cut[at] ?? -1
    }
    if (comeFrom[at] === start) cut[at] = -1
  }
  return cut
}
