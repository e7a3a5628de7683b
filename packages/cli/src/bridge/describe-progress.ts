import { type BridgeFigures, type SignalFigures } from '@hopscope/telemetry/bridge'
import { plainText } from '@hopscope/path/text'
import { formatBytes } from '../output/format-bytes.ts'
import { formatCount } from '../output/format-count.ts'
import { formatMs } from '../output/format-ms.ts'

/** How far a bridge is, in one line. */
export function describeProgress({ signals, stream }: BridgeFigures): string {
  const lanes = Object.entries(signals).map(([signal, figures]) => `${signal} ${progress(figures)}`)
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

function progress(figures: SignalFigures): string {
  const { exported, pending = 0, inHand, outage, deadLetters, state } = figures
  if (state === 'absent') return 'not offered'
  const waiting = pending + inHand
  const parts = [
    `${formatCount(exported)} sent`,
    waiting > 0 ? `${formatCount(waiting)} waiting` : '',
    deadLetters > 0 ? `${formatCount(deadLetters)} dead` : '',
    outage === undefined ? '' : `away for ${formatMs(Date.now() - outage.since.getTime())}`,
  ]
  return parts.filter(Boolean).join(', ')
}
