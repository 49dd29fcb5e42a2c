/** Finding a row by typing the beginning of its name. Pure but for the clock that is given to it. */

/** After this pause a new word begins, in ms. */
const pauseMs = 800

export interface TypeAhead {
  /** Takes one typed character and returns the text to look for. */
  type(character: string, nowMs: number): string
  /** Whether a text is under way, so that Space belongs to it. */
  isTyping(nowMs: number): boolean
}

export function createTypeAhead(): TypeAhead {
  let text = ''
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    type(character, nowMs) {
      text = nowMs - lastMs > pauseMs ? character : text + character
      lastMs = nowMs
      return text.toLowerCase()
    },
    isTyping: (nowMs) => text !== '' && nowMs - lastMs <= pauseMs,
  }
}

/**
 * Finds the next row whose text begins with what was typed, wrapping around.
 * One letter moves on from the present row; more letters may stay on it. The same letter again moves on too.
 * @param textAt the text of a row; null for rows that are not known
 */
export function findTyped(
  typed: string,
  count: number,
  from: number,
  textAt: (index: number) => string | null,
): number | null {
  const isOneLetter = [...typed].every((character) => character === typed[0])
  const wanted = isOneLetter ? (typed[0] ?? '') : typed
  const start = isOneLetter ? from + 1 : from
  for (let step = 0; step < count; step += 1) {
    const index = (start + step + count) % count
    if (textAt(index)?.toLowerCase().startsWith(wanted)) return index
  }
  return null
}
