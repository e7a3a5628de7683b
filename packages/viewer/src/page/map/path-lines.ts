import type { MapStep } from '../../api/topology-view.ts'
import type { TopologyLayout } from '../../topology/layout-topology.ts'
import type { Curve } from './map-geometry.ts'
import { stepLine } from './map-place.ts'
import type { MapRoutes } from './map-routes.ts'

/** A line that the message went once or more. */
export interface PathLine {
  readonly curve: Curve
  /** Steps that went this way, from 0. */
  readonly indexes: readonly number[]
  /** Their numbers, from 1; many are cut to the first ones. */
  readonly label: string
  readonly hasError: boolean
}

const MAX_NUMBERS = 3

/** The lines of the steps that have both ends on the map; steps that went the same way share one. */
export function pathLines(
  steps: readonly MapStep[],
  layout: TopologyLayout,
  routes: MapRoutes,
): readonly PathLine[] {
  const lines = new Map<string, PathLine>()
  steps.forEach((step, index) => {
    const line = stepLine(layout, step)
    if (line === undefined) return
    const curve = routes.between(line.from, line.to)
    const before = lines.get(curve.path)
    const indexes = [...(before?.indexes ?? []), index]
    const hasError = before?.hasError === true || step.error !== undefined
    lines.set(curve.path, { curve, indexes, label: numbersText(indexes), hasError })
  })
  return [...lines.values()]
}

function numbersText(indexes: readonly number[]): string {
  const numbers = indexes.slice(0, MAX_NUMBERS).map((index) => index + 1)
  return `${numbers.join(' ')}${indexes.length > MAX_NUMBERS ? ' …' : ''}`
}
