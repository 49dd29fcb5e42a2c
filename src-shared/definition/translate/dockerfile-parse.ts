/**
 * Cuts a Dockerfile into instructions: continued lines joined, comments inside them dropped, here-documents
 * attached, parser directives heeded. What an instruction means is for the translation.
 */

export interface DockerfileHereDocument {
  readonly end: string
  /** A quoted end word switches expansion off. */
  readonly isQuoted: boolean
  readonly stripsTabs: boolean
  /** With a final line end when there is any text. */
  readonly body: string
}

export interface DockerfileInstruction {
  /** Upper case. */
  readonly name: string
  /** `--name=value` options before the arguments. */
  readonly flags: readonly (readonly [name: string, value: string])[]
  /** The rest, continued lines joined as they stand, without the continuation signs. */
  readonly text: string
  /** The rest with its line ends, as a shell would be given it. */
  readonly lines: readonly string[]
  readonly documents: readonly DockerfileHereDocument[]
  /** Where it begins, from 1. */
  readonly line: number
  /** Comment lines directly above it, without the `#`. */
  readonly comments: readonly string[]
}

const hereDocument = /<<(-?)(?:"([^"\s]+)"|'([^'\s]+)'|([A-Za-z_][\w.-]*))/g

/** Never throws; text that is no instruction becomes an instruction with its first word as name. */
export function parseDockerfile(source: string): readonly DockerfileInstruction[] {
  const lines = source.replace(/^\ufeff/, '').split(/\r?\n/)
  const escapeSign = directive(lines, 'escape') === '`' ? '`' : '\\'
  const found: DockerfileInstruction[] = []
  let comments: string[] = []
  let at = 0
  while (at < lines.length) {
    const first = lines[at] ?? ''
    if (first.trim() === '') {
      comments = []
      at += 1
      continue
    }
    if (first.trimStart().startsWith('#')) {
      comments.push(first.trimStart().slice(1).trim())
      at += 1
      continue
    }
    const start = at
    const own: string[] = []
    for (let goesOn = true; goesOn && at < lines.length; at += 1) {
      const raw = lines[at] ?? ''
      // Comment and empty lines inside a continued instruction are no part of it.
      if (own.length > 0 && (raw.trim() === '' || raw.trimStart().startsWith('#'))) continue
      const trimmed = raw.trimEnd()
      goesOn = trimmed.endsWith(escapeSign)
      own.push(goesOn ? trimmed.slice(0, -1) : raw)
    }
    const documents: DockerfileHereDocument[] = []
    const name = (/^\s*(\S+)/.exec(own[0] ?? '')?.[1] ?? '').toUpperCase()
    if (['RUN', 'COPY', 'ADD'].includes(name)) {
      const joined = own.join('\n')
      for (const match of joined.matchAll(hereDocument)) {
        const [, dash, double, single, bare] = match
        if (joined.charAt(match.index - 1) === '<') continue
        const end = double ?? single ?? bare ?? ''
        const body: string[] = []
        const stripsTabs = dash === '-'
        const isEnd = (line: string): boolean => (stripsTabs ? line.replace(/^\t+/, '') : line) === end
        while (at < lines.length && !isEnd(lines[at] ?? '')) {
          body.push(lines[at] ?? '')
          at += 1
        }
        at += 1
        documents.push({
          end,
          isQuoted: bare === undefined,
          stripsTabs,
          body: body.map((line) => `${line}\n`).join(''),
        })
      }
    }
    found.push({ ...readInstruction(own), name, documents, line: start + 1, comments })
    comments = []
  }
  return found
}

/** A `# name=value` line at the very top. */
function directive(lines: readonly string[], name: string): string | null {
  for (const line of lines) {
    const match = /^#\s*([a-z]+)\s*=\s*(\S+)\s*$/i.exec(line)
    if (match === null) return null
    if (match[1]?.toLowerCase() === name) return match[2] ?? null
  }
  return null
}

function readInstruction(own: readonly string[]): Pick<DockerfileInstruction, 'flags' | 'text' | 'lines'> {
  const flags: (readonly [string, string])[] = []
  const [first = '', ...rest] = own
  let head = first.trimStart().replace(/^\S+\s*/, '')
  for (;;) {
    const match = /^--([a-z-]+)(?:=("[^"]*"|\S*))?\s*/.exec(head)
    if (match === null) break
    flags.push([match[1] ?? '', (match[2] ?? '').replace(/^"|"$/g, '')])
    head = head.slice(match[0].length)
  }
  const lines = [head, ...rest]
  return { flags, lines, text: lines.join('').trim() }
}

/** A JSON array of strings, the exec form; null when it is none. */
export function execForm(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null
  } catch {
    return null
  }
}

/** Words as Docker cuts them: quotes hold blanks together and go, a backslash protects the next character. */
export function dockerWords(text: string): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (quote === null && /\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character
      word ??= ''
    } else if (character === quote) quote = null
    else if (character === '\\' && quote !== "'" && at + 1 < text.length) {
      const next = text.charAt(at + 1)
      // Before a dollar sign the backslash stays, so that the value is not expanded later either.
      word = (word ?? '') + (next === '$' ? '\\$' : next)
      at += 1
    } else if (character === '$' && quote === "'") word = `${word ?? ''}\\$`
    else word = (word ?? '') + character
  }
  if (word !== null) words.push(word)
  return words
}

/** `A=1 B="2 3"` or `A 1 2`, as pairs. */
export function dockerPairs(text: string): readonly (readonly [name: string, value: string])[] {
  const [, first = '', rest = ''] = /^(\S+?)\s+(.*)$/s.exec(text) ?? []
  if (first !== '' && !first.includes('=')) return [[first, rest.trim()]]
  return dockerWords(text).map((word) => {
    const equals = word.indexOf('=')
    return equals === -1 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)]
  })
}

/**
 * A here-document whose lines may be rewritten with expansions: a quoted one that has to be becomes an unquoted
 * one in which every special character is escaped, which gives the same text.
 */
export function rewritable(document: DockerfileHereDocument): DockerfileHereDocument {
  if (!document.isQuoted || !/^\s*%|^bootstrap:/imu.test(document.body)) return document
  return { ...document, isQuoted: false, body: document.body.replace(/[\\$`]/g, '\\$&') }
}

/** The sign and the end word that open a here-document. */
export function documentSign({ end, isQuoted, stripsTabs }: DockerfileHereDocument): string {
  return `<<${stripsTabs ? '-' : ''}${isQuoted ? `'${end}'` : end}`
}
