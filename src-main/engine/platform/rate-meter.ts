/** Measures a speed over the last few seconds, so that it neither jumps nor lags. */
export interface RateMeter {
  add(bytes: number): void
  /** Bytes per second, or null while there is too little to say. */
  rate(): number | null
}

const windowMs = 5000
const enoughMs = 500

/** @param now milliseconds, from any fixed point */
export function createRateMeter(now: () => number): RateMeter {
  const samples: { at: number; bytes: number }[] = []
  const begun = now()
  const forget = (): void => {
    while (samples[0] && samples[0].at < now() - windowMs) samples.shift()
  }
  return {
    add(bytes) {
      const at = now()
      const last = samples.at(-1)
      // Samples closer than 100 ms are one, so that their number stays small.
      if (last && at - last.at < 100) last.bytes += bytes
      else samples.push({ at, bytes })
      forget()
    },
    rate() {
      forget()
      const span = Math.min(now() - begun, windowMs)
      if (span < enoughMs) return null
      return samples.reduce((sum, sample) => sum + sample.bytes, 0) / (span / 1000)
    },
  }
}
