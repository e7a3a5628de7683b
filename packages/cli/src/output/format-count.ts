/** A count for people, its thousands apart: `12 345`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ' ')
}

/** A count with its noun: `1 dead letter`, `2 dead letters`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
