/**
 * What follows a build by itself: signing, verifying, pushing, as far as the user ticked it. Signing and
 * pushing are gestures, so *by itself* means that their sheets open; this never signs or sends anything. Pure
 * but for the ticks, which are remembered on this computer.
 */

export const deeds = ['sign', 'verify', 'push'] as const
export type Deed = (typeof deeds)[number]

/** Which of them follow by themselves. */
export type Ticks = Readonly<Record<Deed, boolean>>

const usual: Ticks = { sign: true, verify: true, push: false }
const storedAs = 'build.after'

/** What is ticked: as the user left it. */
export function readTicks(storage: Pick<Storage, 'getItem'>): Ticks {
  const stored = storage.getItem(storedAs)
  if (stored === null) return usual
  const ticked = stored.split(' ')
  return { sign: ticked.includes('sign'), verify: ticked.includes('verify'), push: ticked.includes('push') }
}

export function keepTicks(storage: Pick<Storage, 'setItem'>, ticks: Ticks): void {
  storage.setItem(storedAs, deeds.filter((deed) => ticks[deed]).join(' '))
}

/** What comes next. @param after what has just ended; null when that was the build */
export function nextDeed(after: Deed | null, ticks: Ticks): Deed | null {
  const rest = after === null ? deeds : deeds.slice(deeds.indexOf(after) + 1)
  return rest.find((deed) => ticks[deed]) ?? null
}
