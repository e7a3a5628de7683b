const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A size in powers of 1024: `512 B`, `1.5 KiB`, `64 MiB`. */
export function formatBytes(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 1023.5 && unit < UNITS.length - 1) {
    size /= 1024
    unit++
  }
  const digits = unit > 0 && size < 9.95 ? 1 : 0

  return `${size.toFixed(digits).replace(/\.0$/, '')} ${UNITS[unit] ?? 'B'}`
}
