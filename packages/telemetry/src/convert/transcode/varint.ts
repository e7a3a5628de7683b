/** How many bytes a whole number takes as a varint. */
export function varintBytes(value: number): number {
  if (value < 0) return 10
  let bytes = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes++
  return bytes
}

/** How many bytes a field takes whose content has so many bytes; its number is at most 15. */
export function fieldBytes(content: number): number {
  return 1 + varintBytes(content) + content
}
