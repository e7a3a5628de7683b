/** All that an iterable gives, in its order. */
export async function allOf<T>(iterable: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = []
  for await (const item of iterable) items.push(item)
  return items
}
