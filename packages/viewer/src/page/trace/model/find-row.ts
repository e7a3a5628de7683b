/** The next row for which `matches` holds, after `row` or, with a step of -1, before it; goes on at the other end. */
export function findRow(
  size: number,
  row: number,
  step: 1 | -1,
  matches: (row: number) => boolean,
): number | undefined {
  const start = row < 0 ? (step === 1 ? -1 : size) : row
  for (let passed = 1; passed <= size; passed++) {
    const each = (((start + passed * step) % size) + size) % size
    if (matches(each)) return each
  }
  return undefined
}
