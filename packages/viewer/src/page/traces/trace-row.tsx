import type { VNode } from 'preact'
import { useContext, useMemo } from 'preact/hooks'
import type { TraceSummary } from '../../api/trace-summary.ts'
import { DurationBar } from '../element/duration-bar.tsx'
import { FlagBadges } from '../element/flag-badges.tsx'
import { openRow } from '../element/open-row.ts'
import { serviceColor, ServiceHues } from '../element/service-hues.ts'
import { ServiceName } from '../element/service-name.tsx'
import { Text } from '../element/text.tsx'
import { formatExact } from '../format/count.ts'
import { formatDateTime, formatMoment } from '../format/time.ts'
import { ROW_LINK } from '../keyboard/use-row-keys.ts'
import type { ServiceTokens } from '../style/service-hue.ts'

/** One trace. The whole row opens it; its link is what the keyboard and a screen reader use. */
export function TraceRow({
  trace,
  maxMs,
  rowIndex,
}: {
  readonly trace: TraceSummary
  /** The longest duration of the list. */
  readonly maxMs: number
  /** Which row of the table it is, from 1. */
  readonly rowIndex: number
}): VNode {
  const hues = useContext(ServiceHues)
  // A list that is followed changes ten times a second, and all but a few of its rows do not.
  const row = useMemo(() => drawRow(trace, maxMs, hues), [trace, maxMs, hues])
  const href = `/t/${trace.traceId}`
  return (
    <tr aria-rowindex={rowIndex} onClick={(event) => openRow(event, href)}>
      {row}
    </tr>
  )
}

function drawRow(trace: TraceSummary, maxMs: number, hues: ServiceTokens): VNode {
  const {
    traceId,
    startMs,
    durationMs,
    root,
    subject,
    spanCount,
    hopCount,
    errorCount,
    flags,
    maxDeliveryCount,
  } = trace
  const href = `/t/${traceId}`

  return (
    <>
      <td class="time">
        <time dateTime={new Date(startMs).toISOString()} title={formatDateTime(startMs)}>
          {formatMoment(startMs, Date.now())}
        </time>
      </td>
      <td>
        <a class="row-link root" href={href} {...{ [ROW_LINK]: '' }}>
          {root === undefined ? (
            <span class="muted">its root has not come</span>
          ) : (
            <>
              <ServiceName name={root.service} />
              <span class="operation">
                <Text value={root.name} />
              </span>
            </>
          )}
        </a>
      </td>
      <td class="wide subject">
        {subject === undefined ? <span class="muted">–</span> : <Text value={subject} />}
      </td>
      <td>
        <DurationBar ms={durationMs} maxMs={maxMs} isError={errorCount > 0} />
      </td>
      <td class="num">{formatExact(spanCount)}</td>
      <td class="num">{hopCount === 0 ? <span class="muted">–</span> : formatExact(hopCount)}</td>
      <td class="wide">
        <Services trace={trace} hues={hues} />
      </td>
      <td class="flags">
        <FlagBadges flags={flags} maxDeliveryCount={maxDeliveryCount} />
      </td>
    </>
  )
}

function Services({
  trace: { services, serviceCount },
  hues,
}: {
  readonly trace: TraceSummary
  readonly hues: ServiceTokens
}): VNode {
  const shown = services.slice(0, 6)
  return (
    <span class="service-set" title={services.join(', ')}>
      {shown.map((service) => (
        <span
          key={service}
          class="service-dot"
          style={{ background: serviceColor(hues, service) }}
          aria-hidden="true"
        />
      ))}
      <span>{serviceCount}</span>
      <span class="hidden-text">{services.join(', ')}</span>
    </span>
  )
}
