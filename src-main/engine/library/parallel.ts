/** Runs work on many things, a few at a time, in order of their start. */

/**
 * @param limit how many run at once
 * @returns results in the order of the items
 * @throws the first failure; work under way is awaited, none is begun after it
 */
export async function mapParallel<Item, Value>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const results = new Map<number, Value>()
  const failures: unknown[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const index = next++
      const item = items[index]
      if (item === undefined) continue
      try {
        results.set(index, await work(item))
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  if (failures.length > 0) throw failures[0]
  return [...results].sort(([a], [b]) => a - b).map(([, value]) => value)
}
