/** A size for people: `0 B`, `640 B`, `1.5 KiB`, `34 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  const digits = value < 9.95 && unit > 0 ? 1 : 0
  return `${Number(value.toFixed(digits))} ${UNITS[unit]}`
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
