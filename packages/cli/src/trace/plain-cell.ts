/** Text of a server or client, without what would steer a terminal. */
export function plainCell(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
