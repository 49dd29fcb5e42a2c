/** Numbers that look random and are the same in every run. */

/** @returns a function that gives whole numbers from 0 up to and without its argument */
export function seededInt(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
