import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../connect/parse-duration.ts'

/** What a duration may be, in milliseconds. */
export interface DurationRange {
  /** @default 1 */
  readonly least?: number
  /** @default no limit */
  readonly most?: number
}

/** Reads the value of an option that is a duration, such as `500ms`, `1h30m`, `7d` or `2w`, in milliseconds. */
export function duration({ least = 1, most = Infinity }: DurationRange = {}): (
  text: string,
) => number {
  return (text) => {
    const ms = parse(text)
    if (ms !== undefined && ms >= least && ms <= most) return ms
    throw new InvalidArgumentError('It must be a duration such as 500ms, 5s, 1h30m or 7d.')
  }
}

function parse(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([dw])$/.exec(text) ?? []
  return amount === undefined ? parseDuration(text) : Number(amount) * (MS_PER_UNIT[unit] ?? 0)
}

// Go has none longer than an hour, and streams are kept for days.
const MS_PER_UNIT: Readonly<Record<string, number>> = { d: 86_400_000, w: 604_800_000 }
