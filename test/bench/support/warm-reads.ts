/** How long one small file takes from a helper that runs already, as the window and `cat` ask for it. */
import { createImagePool } from '../../../src-main/engine/files/image-pool.ts'

/** @returns median and worst in milliseconds */
export async function measureWarmReads(
  image: string,
  paths: readonly string[],
): Promise<{ readonly medianMs: number; readonly worstMs: number; readonly reads: number }> {
  const pool = createImagePool()
  try {
    const times: number[] = []
    await pool.use(image, undefined, async (open) => {
      await open.info()
      for (const path of paths) {
        const started = performance.now()
        for await (const _ of open.read(path)) {
          // Only the time counts.
        }
        times.push(performance.now() - started)
      }
    })
    const sorted = times.toSorted((a, b) => a - b)
    return { medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0, worstMs: sorted.at(-1) ?? 0, reads: sorted.length }
  } finally {
    await pool.close()
  }
}
