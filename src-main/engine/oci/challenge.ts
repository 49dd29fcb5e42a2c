/**
 * Reads `WWW-Authenticate`: how a server wants to be asked. Pure.
 * Source: RFC 9110 11.6.1, services reference 6.1.
 */

export interface Challenge {
  /** In lower case. */
  readonly scheme: string
  /** Names in lower case, values unquoted. */
  readonly parameters: ReadonlyMap<string, string>
}

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y
const maximumChallenges = 8

/**
 * @param header one or several challenges, as the header has them
 * @returns those that can be read; whatever follows something unreadable is left out
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  let at = 0
  const skip = (pattern: RegExp): void => {
    while (at < header.length && pattern.test(header.charAt(at))) at++
  }
  const word = (): string | null => {
    token.lastIndex = at
    const found = token.exec(header)?.[0]
    if (found === undefined) return null
    at += found.length
    return found
  }
  while (at < header.length && challenges.length <= maximumChallenges) {
    skip(/[\s,]/)
    const name = word()
    if (name === null) break
    skip(/[ \t]/)
    if (header.charAt(at) !== '=' || challenges.length === 0) {
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() })
      continue
    }
    at++
    skip(/[ \t]/)
    const value = header.charAt(at) === '"' ? quoted() : word()
    if (value === null) break
    challenges.at(-1)?.parameters.set(name.toLowerCase(), value)
  }
  return challenges

  function quoted(): string | null {
    let text = ''
    for (at++; at < header.length; at++) {
      const character = header.charAt(at)
      if (character === '"') {
        at++
        return text
      }
      if (character === '\\') at++
      text += header.charAt(at)
    }
    return null
  }
}

/** The challenge this application can answer best; null when there is none. */
export function chooseChallenge(header: string | null): Challenge | null {
  const challenges = header === null ? [] : parseChallenges(header)
  return (
    challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm')) ??
    challenges.find(({ scheme }) => scheme === 'basic') ??
    null
  )
}
