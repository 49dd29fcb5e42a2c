/** The rules for the pieces of a reference: names, tags, hosts, digests. Each answers an error or null. */
import type { AppError } from '../model/error.ts'
import { appError } from '../text/errors/index.ts'

const name = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/
const tag = /^[A-Za-z0-9._-]{1,128}$/
const registryTag = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const host =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?$/

/** Entity, collection or container of a library. */
export function nameProblem(text: string): AppError | null {
  if (name.test(text) && text.length <= 255) return null
  const lower = text.toLowerCase()
  return lower !== text && name.test(lower)
    ? appError('REFERENCE_NAME_UPPER_CASE', { name: text, suggestion: lower })
    : appError('REFERENCE_NAME_MALFORMED', { name: text })
}

export function tagProblem(text: string): AppError | null {
  return tag.test(text) ? null : appError('REFERENCE_TAG_MALFORMED', { tag: text })
}

export function registryTagProblem(text: string): AppError | null {
  if (text.includes(',')) return appError('REFERENCE_SEVERAL_TAGS', { tag: text })
  return registryTag.test(text) ? null : appError('REFERENCE_TAG_MALFORMED', { tag: text })
}

/** A host with an optional port, without user names. */
export function hostProblem(text: string): AppError | null {
  if (text.includes('@')) return appError('REFERENCE_HAS_CREDENTIALS')
  const match = host.exec(text)
  const port = match?.[1]
  return match && text.length <= 260 && (port === undefined || Number(port) <= 65_535)
    ? null
    : appError('REFERENCE_HOST_MALFORMED', { host: text })
}

/** The hash forms of a library: `sha256.` with 64 hex digits, `sif.` with a UUID. */
export function isLibraryHash(text: string): boolean {
  return /^sha256\.[0-9a-f]{64}$/.test(text) || /^sif\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

/** Whether a tag was surely meant as a hash, right or wrong. */
export function looksLikeHash(text: string): boolean {
  return /^sha\d+[.:]/i.test(text) || /^sif\.[0-9a-f]{8}-/i.test(text)
}

/** A digest in the spelling of registries. */
export function digestProblem(text: string): AppError | null {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return null
  const algorithm = /^([a-z0-9+._-]+):/i.exec(text)?.[1]
  return algorithm !== undefined && algorithm.toLowerCase() !== 'sha256'
    ? appError('REFERENCE_DIGEST_UNSUPPORTED', { algorithm })
    : appError('REFERENCE_DIGEST_MALFORMED', { digest: text })
}
