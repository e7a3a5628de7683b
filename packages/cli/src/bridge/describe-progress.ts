import type { BridgeFigures, SignalFigures } from '@hopscope/telemetry/bridge'
import { plainText } from '@hopscope/path/text'
import { formatBytes } from '../output/format-bytes.ts'
import { formatCount } from '../output/format-count.ts'
import { formatMs } from '../output/format-ms.ts'

/** How far a bridge is, in one line. */
export function describeProgress({ signals, stream }: BridgeFigures): string {
  const lanes = Object.entries(signals).map(
    ([signal, figures]) => `${signal} ${progress(signal, figures)}`,
  )
  const timeLeft = Math.min(
    ...Object.values(signals).map(({ timeLeftMs = Infinity }) => timeLeftMs),
  )
  const isBehind = Object.values(signals).some(({ outage }) => outage !== undefined)
  const left = [
    timeLeft === Infinity ? '' : formatMs(timeLeft),
    stream?.bytesLeft === undefined ? '' : formatBytes(stream.bytesLeft),
  ].filter(Boolean)
  const keeps = isBehind && left.length > 0 ? `; the stream keeps ${left.join(', ')} more` : ''
  return plainText(`${lanes.join(' · ')}${keeps}`)
}

function progress(signal: string, figures: SignalFigures): string {
  const { exported, pending = 0, inHand, outage, deadLetters, retries, state } = figures
  if (state === 'absent') return 'not offered'
  const waiting = pending + inHand
  const parts = [
    `${formatCount(exported)} sent${speed(signal, figures)}`,
    waiting > 0 ? `${formatCount(waiting)} waiting` : '',
    retries > 0 ? `${formatCount(retries)} tried again` : '',
    deadLetters > 0 ? `${formatCount(deadLetters)} dead` : '',
    state === 'detached' ? 'the stream is away' : '',
    outage === undefined ? '' : `away for ${formatMs(Date.now() - outage.since.getTime())}`,
  ]
  return parts.filter(Boolean).join(', ')
}

function speed(signal: string, { rate }: SignalFigures): string {
  if (rate === undefined || rate.recordsPerS === 0) return ''
  const items = rate.itemsPerS === undefined ? '' : ` (${perS(rate.itemsPerS)} ${ITEMS[signal]}/s)`
  return ` at ${perS(rate.recordsPerS)}/s${items}`
}

// A few in a long interval are not none.
function perS(rate: number): string {
  return rate < 10 ? String(Number(rate.toPrecision(1))) : formatCount(Math.round(rate))
}

const ITEMS: Readonly<Record<string, string>> = {
  traces: 'spans',
  logs: 'log records',
  metrics: 'data points',
}
