/** Variables of a Dockerfile: build arguments become templates, everything else stays for the shell. */

/** Shell quoting that keeps every character. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** A value in double quotes, in which variables still are expanded, like Docker expands them. */
export function expandingWord(text: string): string {
  return `"${text.replace(/["`]/g, '\\$&')}"`
}

const variable = /(\\)?\$(?:\{([A-Za-z_]\w*)(?:(:?[-+?])([^}]{0,1000}))?\}|([A-Za-z_]\w*))/g

export interface Expanded {
  readonly text: string
  /** Expansions that had to be simplified. */
  readonly simplified: readonly string[]
}

/** Replaces `$NAME` and `${NAME}` of build arguments by `{{ NAME }}`. */
export function templated(text: string, names: ReadonlySet<string>): Expanded {
  const simplified: string[] = []
  const replaced = text.replace(
    variable,
    (whole: string, backslash?: string, braced?: string, operator?: string, _word?: string, bare?: string) => {
      const name = braced ?? bare ?? ''
      if (backslash !== undefined || !names.has(name)) return whole
      if (operator !== undefined) simplified.push(whole)
      return `{{ ${name} }}`
    },
  )
  return { text: replaced, simplified }
}

/** Names that a text expands, and the defaults that stand in the expansion. */
export function variablesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, backslash, braced, operator, word, bare] of text.matchAll(variable)) {
    const name = braced ?? bare
    if (backslash !== undefined || name === undefined) continue
    if (!found.has(name) || operator?.endsWith('-') === true)
      found.set(name, operator?.endsWith('-') === true ? (word ?? '') : '')
  }
  return found
}
