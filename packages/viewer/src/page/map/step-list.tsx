import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { MapStep, TopologyView } from '../../api/topology-view.ts'
import { Text } from '../element/text.tsx'
import { formatNs } from '../format/duration.ts'

/** The steps of the way as text: what the map shows, for those who do not see it. */
export function StepList(props: {
  readonly topology: TopologyView
  readonly step: number
  readonly onShow: (step: number) => void
}): VNode {
  const { topology, step, onShow } = props
  const ref = useRef<HTMLOListElement>(null)
  useEffect(() => {
    ref.current?.children[step]?.scrollIntoView({ block: 'nearest' })
  }, [step])
  return (
    <ol ref={ref} class="map-steps" aria-label="steps of the way">
      {topology.steps.map((each, index) => (
        <li key={index}>
          <button
            type="button"
            aria-current={index === step ? 'step' : undefined}
            onClick={() => onShow(index)}
          >
            <span class="map-step-number">{index + 1}</span>
            <span class="map-step-text">
              <StepText step={each} topology={topology} />
              {each.error !== undefined && (
                <span class="wf-err map-step-error">
                  ✕ <Text value={each.error} />
                </span>
              )}
            </span>
            <small>{formatNs(each.atNs)}</small>
          </button>
        </li>
      ))}
    </ol>
  )
}

function StepText(props: { readonly step: MapStep; readonly topology: TopologyView }): VNode {
  const { type, from, to } = props.step
  return (
    <>
      {from !== undefined && (
        <>
          <Text value={from} />{' '}
        </>
      )}
      <span class="map-step-to">
        <code>{stepGlyph(props.step, props.topology)}</code>{' '}
        <b>
          <Text value={to} />
        </b>
      </span>
      {WORDS[type] !== '' && <small>{WORDS[type]}</small>}
    </>
  )
}

function stepGlyph({ type, from, to }: MapStep, { links }: TopologyView): string {
  if (type === 'store') return '--J'
  if (type !== 'hop') return '--C'
  const kind = links.find((link) => link.from === from && link.to === to)?.kind ?? 'other'
  return GLYPHS[kind]
}

const GLYPHS = {
  route: '-->',
  gateway: '==>',
  leafnode: '~~>',
  account: '-A>',
  other: '···',
} as const

const WORDS: Readonly<Record<MapStep['type'], string>> = {
  publish: 'publish',
  hop: '',
  store: 'stored',
  deliver: 'delivery',
}
