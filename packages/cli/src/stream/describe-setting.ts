import type { StreamDifference, StreamField, StreamValue } from '@hopscope/telemetry'
import { plainText } from '@hopscope/path/text'
import { formatBytes } from '../output/format-bytes.ts'
import { formatCount } from '../output/format-count.ts'
import { formatMs } from '../output/format-ms.ts'

/** A difference in words: `max_age is 1 h, wanted 7 d`. */
export function describeDifference({ field, wanted, found }: StreamDifference): string {
  return `${field} is ${describeSetting(field, found)}, wanted ${describeSetting(field, wanted)}`
}

/** The value of a setting, in units that people read. */
export function describeSetting(field: StreamField, value: StreamValue): string {
  if (typeof value === 'object') return value.map(plainText).join(', ') || 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'string') return plainText(value) || 'none'
  return describeNumber(field, value)
}

function describeNumber(field: StreamField, value: number): string {
  if (field === 'max_age' || field === 'duplicate_window') {
    return value === 0 ? NO_LIMIT : formatMs(value / NANOS_PER_MS)
  }
  if (value < 0) return NO_LIMIT
  if (field === 'max_bytes' || field === 'max_msg_size') return formatBytes(value)
  return formatCount(value)
}

const NO_LIMIT = 'unlimited'
const NANOS_PER_MS = 1e6
