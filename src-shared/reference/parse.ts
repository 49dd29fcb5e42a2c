/**
 * Reads what a user typed or pasted to name an image. Pure: asks nobody, opens nothing, and never
 * throws, whatever the text is.
 */
import { fail, ok, type Result } from '../model/result.ts'
import { appError } from '../text/errors/index.ts'
import { parseLibrary } from './library.ts'
import { digestProblem } from './names.ts'
import { forMessage, oddCharacter } from './odd-characters.ts'
import { parseRegistry } from './registry.ts'
import { parseShub } from './shub.ts'
import type { LocalOciReference, ParsedReference, WebReference } from './types.ts'

/** The kinds of source this application reads, as their schemes are written. */
const supportedSchemes: readonly string[] = [
  'library://',
  'docker://',
  'oras://',
  'shub://',
  'https://',
  'http://',
  'docker-archive:',
  'oci-archive:',
  'oci:',
]

/** Schemes that are schemes even without `//` behind them; any other word before a colon is part of a name. */
const shortSchemes: ReadonlySet<string> = new Set([
  ...['library', 'shub', 'docker', 'docker-archive', 'docker-daemon', 'oci', 'oci-archive', 'http', 'https', 'oras'],
  ...['buildkit', 'dockerfile', 'ipfs'],
])

const maximumLength = 2000

/**
 * A name without a scheme is a container of the library, unless it is plainly a path.
 * @param text as typed; white space around it is ignored
 * @returns the reading, or why there is none, with a proposal where one can be made
 */
export function parseReference(text: string): Result<ParsedReference> {
  const trimmed = text.trim()
  if (trimmed === '') return fail(appError('REFERENCE_EMPTY'))
  if (trimmed.length > maximumLength) return fail(appError('REFERENCE_TOO_LONG'))
  const path = asPath(trimmed)
  if (path !== null) return path.includes('\0') ? fail(nul) : ok({ transport: 'file', path })
  const { scheme, rest } = splitScheme(trimmed)
  if (scheme === 'docker-archive' || scheme === 'oci-archive' || scheme === 'oci') return parseLocal(scheme, rest)
  const odd = oddCharacter(trimmed)
  if (odd) return fail(odd)
  switch (scheme) {
    case null:
      return parseLibrary(trimmed, false)
    case 'library':
      return parseLibrary(rest, true)
    case 'docker':
    case 'oras':
      return parseRegistry(scheme, rest)
    case 'shub':
      return parseShub(rest)
    case 'http':
    case 'https':
      return parseWeb(scheme, trimmed)
    default:
      return fail(
        appError(shortSchemes.has(scheme) ? 'REFERENCE_TRANSPORT_UNSUPPORTED' : 'REFERENCE_TRANSPORT_UNKNOWN', {
          transport: forMessage(scheme),
          supported: supportedSchemes,
        }),
      )
  }
}

const nul = appError('REFERENCE_CONTROL_CHARACTER', { codePoint: 'U+0000' })

/** The path that a text plainly is, or null. */
function asPath(text: string): string | null {
  if (/^file:\/\//i.test(text)) {
    const url = URL.canParse(text) ? new URL(text) : null
    return url && url.host === '' && !/%00/.test(url.pathname) ? decodePath(url.pathname) : null
  }
  if (/^(?:\/|\.{1,2}[/\\]|~[/\\]|[A-Za-z]:[\\/](?!\/))/.test(text)) return text
  return /\.sif$/i.test(text) && !text.includes(':') ? text : null
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** Whatever stands before `://` is a scheme; before a lone colon only a known one is. */
function splitScheme(text: string): { scheme: string | null; rest: string } {
  const colon = text.indexOf(':')
  if (colon < 0) return { scheme: null, rest: text }
  const before = text.slice(0, colon).toLowerCase()
  const rest = text.slice(colon + 1)
  if (rest.startsWith('//'))
    return { scheme: before, rest: before.includes('-') || before === 'oci' ? rest : rest.slice(2) }
  return shortSchemes.has(before) ? { scheme: before, rest } : { scheme: null, rest: text }
}

function parseLocal(transport: LocalOciReference['transport'], rest: string): Result<LocalOciReference> {
  if (/\p{Cc}/u.test(rest)) return fail(nul)
  const at = rest.lastIndexOf('@sha256:')
  const path = at < 0 ? rest : rest.slice(0, at)
  const digest = at < 0 ? null : rest.slice(at + 1)
  const issue = digest === null ? null : digestProblem(digest)
  if (issue) return fail(issue)
  return path === '' ? fail(appError('REFERENCE_EMPTY')) : ok({ transport, path, digest })
}

function parseWeb(transport: 'http' | 'https', text: string): Result<WebReference> {
  const malformed = fail(appError('REFERENCE_URL_MALFORMED', { reference: forMessage(text) }))
  if (!/^https?:\/\/[^/?#]/i.test(text) || !URL.canParse(text)) {
    return /@/.test(text) ? fail(appError('REFERENCE_HAS_CREDENTIALS')) : malformed
  }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return fail(appError('REFERENCE_HAS_CREDENTIALS'))
  return url.hostname === '' ? malformed : ok({ transport, host: url.host, path: `${url.pathname}${url.search}` })
}
