/** How grave a log record is. */
export type Level = (typeof LEVELS)[number]

/** Every {@link Level}, from the least grave to the gravest. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** Whether `level` is as grave as `least`, or graver. */
export function isLevelAtLeast(level: Level, least: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least)
}
