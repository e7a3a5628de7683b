import { InvalidArgumentError } from 'commander'

/** Reads the value of an option that is a size, such as `512MiB`, `1GB` or `4096`, in bytes. */
export function byteSize(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  const factor = BYTES_PER_UNIT[unit.toLowerCase()]
  const bytes = Math.round(Number(amount) * (factor ?? 0))
  if (amount !== '' && bytes >= 1 && Number.isSafeInteger(bytes)) return bytes
  throw new InvalidArgumentError('It must be a size such as 4096, 512MiB or 1GB.')
}

/** As {@link byteSize}; `unlimited` is -1. */
export function byteSizeOrUnlimited(text: string): number {
  return text === 'unlimited' ? -1 : byteSize(text)
}

const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
}
