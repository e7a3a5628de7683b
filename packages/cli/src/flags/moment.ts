import { InvalidArgumentError } from 'commander'
import { duration } from './duration.ts'

/** Reads the value of an option that is a time: so long ago, such as `30m`, or a date of ISO 8601. */
export function moment(text: string): Date {
  const at = new Date(text)
  // What begins with a year is a date, and nothing else: `2024` alone would be a year as well.
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(at.getTime())) return at
  try {
    return new Date(Date.now() - duration()(text))
  } catch {
    throw new InvalidArgumentError(
      'It must be so long ago, as in 30m or 7d, or as in 2026-01-31T09:30Z.',
    )
  }
}
