import { plainText } from '@hopscope/path/text'
import type { Output } from '../io.ts'
import { formatBytes } from '../output/format-bytes.ts'
import { counted, formatCount } from '../output/format-count.ts'
import { formatMs } from '../output/format-ms.ts'
import { dim } from '../output/label.ts'
import { drawTable } from '../trace/text/draw-table.ts'
import { lineWidth } from '../trace/text/line-width.ts'
import { describeDifference } from './describe-setting.ts'
import type { ConsumerStatus, StreamStatus } from './stream-status.ts'

/** A stream's status for people. */
export function renderStatus(status: StreamStatus, stdout: Output): string {
  const { consumers, differences } = status
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['stream', `${plainText(status.stream)}, ${status.subjects.map(plainText).join(', ')}`],
    ['kept', kept(status)],
    ['limits', limits(status)],
    ['messages', `${formatCount(status.messages)}, ${formatBytes(status.bytes)}${share(status)}`],
    ...(status.firstAt === undefined ? [] : ([['oldest', oldest(status)]] as const)),
    ...(status.lastAt === undefined ? [] : ([['newest', seconds(status.lastAt)]] as const)),
    ...differences.map((each) => ['differs', describeDifference(each)] as const),
  ]
  const lines = rows.map(([name, value]) => `${dim(name.padEnd(8), stdout)}  ${value}`)
  if (consumers.length === 0) return `${[...lines, '', 'no consumers'].join('\n')}\n`
  return `${lines.join('\n')}\n\n${drawConsumers(consumers, stdout)}\n`
}

function kept({ storage, replicas, leader, cluster }: StreamStatus): string {
  const where = leader === undefined ? '' : `, led by ${plainText(leader)}`
  const of = cluster === undefined ? '' : ` of ${plainText(cluster)}`
  return `in ${storage}, ${counted(replicas, 'replica')}${where}${where && of}`
}

function limits({ maxAgeMs, maxBytes, maxMessages }: StreamStatus): string {
  const all = [
    maxAgeMs === undefined ? [] : formatMs(maxAgeMs),
    maxBytes === undefined ? [] : formatBytes(maxBytes),
    maxMessages === undefined ? [] : counted(maxMessages, 'message'),
  ].flat()
  return all.join(', ') || 'none'
}

function share({ bytes, maxBytes, bytesLeft, fullInMs }: StreamStatus): string {
  if (maxBytes === undefined || bytesLeft === undefined) return ''
  const percent = Math.floor((bytes / maxBytes) * 100)
  const pace =
    fullInMs === undefined || bytesLeft === 0 ? '' : `, full in ${formatMs(fullInMs)} at this pace`
  return ` (${percent} %), ${formatBytes(bytesLeft)} left${pace}`
}

function oldest({ firstAt = '', timeLeftMs }: StreamStatus): string {
  return timeLeftMs === undefined
    ? seconds(firstAt)
    : `${seconds(firstAt)}, dropped in ${formatMs(timeLeftMs)}`
}

function seconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z')
}

function drawConsumers(consumers: readonly ConsumerStatus[], stdout: Output): string {
  const rows = consumers.map((each) => [
    plainText(each.name),
    formatCount(each.waiting),
    formatCount(each.unacknowledged),
    formatCount(each.redelivered),
    each.oldestAt === undefined ? '-' : seconds(each.oldestAt),
    each.timeLeftMs === undefined ? '-' : formatMs(each.timeLeftMs),
  ])
  return drawTable([TITLES, ...rows], { right: [1, 2, 3, 5], width: lineWidth(stdout) })
}

const TITLES = ['consumer', 'waiting', 'unacknowledged', 'redelivered', 'oldest', 'dropped in']
