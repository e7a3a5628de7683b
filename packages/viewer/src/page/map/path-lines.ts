import { type MapStep } from '../../api/topology-view.ts'
import { type TopologyLayout } from '../../topology/layout-topology.ts'
import { curveBetween, type Curve } from './map-geometry.ts'
import { stepLine } from './map-place.ts'

/** A line that the message went once or more. */
export interface PathLine {
  readonly curve: Curve
  /** Steps that went this way, from 0. */
  readonly indexes: readonly number[]
  /** Their numbers, from 1; many are cut to the first ones. */
  readonly label: string
  readonly hasError: boolean
}

/** How far a line is bent that has one in the other direction beside it. */
const PAIR_BEND = 16
/** A delivery out of a stream goes around its server. */
const DELIVERY_BEND = 70
const MAX_NUMBERS = 3

/** The lines of the steps that have both ends on the map; steps that went the same way share one. */
export function pathLines(steps: readonly MapStep[], layout: TopologyLayout): readonly PathLine[] {
  const ways = new Set(steps.map(({ from, to }) => `${from}\n${to}`))
  const lines = new Map<string, PathLine>()
  steps.forEach((step, index) => {
    const line = stepLine(layout, step)
    if (line === undefined) return
    const isPair = ways.has(`${step.to}\n${step.from}`)
    const isOutOfStream = step.type === 'deliver' && 'stream' in line.from
    const bend = isPair ? PAIR_BEND : isOutOfStream ? DELIVERY_BEND : 0
    const curve = curveBetween(line.from, line.to, bend)
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
