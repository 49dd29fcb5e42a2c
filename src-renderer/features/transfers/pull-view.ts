/**
 * What the pull sheet says about a typed reference: found, or what is missing and what there is
 * instead. Pure; it reads answers and errors of the engine.
 */
import type { AppError } from '../../../src-shared/model/error.ts'
import type { LibraryContainer } from '../../../src-shared/model/library.ts'
import type { OciPlatformChoice } from '../../../src-shared/model/oci.ts'
import type { ReferencePart, ResolvedReference } from '../../../src-shared/model/reference.ts'
import { parseReference, printReference, referenceParts } from '../../../src-shared/reference/index.ts'

export interface TagOffer {
  readonly tag: string
  /** ISO 8601; null where the library does not say. */
  readonly createdAt: string | null
  readonly architectures: readonly string[]
}

export type Situation =
  /** Nothing typed. */
  | { readonly kind: 'empty' }
  /** Being asked about. */
  | { readonly kind: 'looking' }
  | { readonly kind: 'ready'; readonly resolved: ResolvedReference }
  | {
      readonly kind: 'missingTag'
      readonly path: string
      readonly tag: string
      /** Newest first. */
      readonly offers: readonly TagOffer[]
    }
  | {
      readonly kind: 'missingArchitecture'
      readonly tag: string
      readonly architecture: string
      readonly offers: readonly string[]
    }
  | {
      readonly kind: 'missingContainer'
      readonly path: string
      /** Paths of containers with that name elsewhere. */
      readonly offers: readonly string[]
    }
  /** The text cannot be a reference, or not one that can be pulled. */
  | { readonly kind: 'wrong'; readonly error: AppError }
  /** It could not be asked about. */
  | { readonly kind: 'failed'; readonly error: AppError }

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

/** What an error of resolving means for the sheet. */
export function situationOfError(error: AppError): Situation {
  const { params } = error
  const path = textOf(params.path)
  switch (error.code) {
    case 'TAG_NOT_FOUND': {
      const dates = listOf(params.tagDates)
      const architectures = listOf(params.tagArchitectures)
      const offers = listOf(params.tags).map((tag, index): TagOffer => {
        const date = dates[index] ?? ''
        const machines = (architectures[index] ?? '').split(' ').filter((name) => name !== '')
        return { tag, createdAt: date === '' ? null : date, architectures: machines }
      })
      return { kind: 'missingTag', path, tag: textOf(params.tag), offers }
    }
    case 'TAGS_NONE':
      return { kind: 'missingTag', path, tag: '', offers: [] }
    case 'ARCHITECTURE_NOT_FOUND':
      return {
        kind: 'missingArchitecture',
        tag: textOf(params.tag),
        architecture: textOf(params.architecture),
        offers: listOf(params.architectures),
      }
    case 'CONTAINER_NOT_FOUND':
    case 'CONTAINER_ELSEWHERE':
      return { kind: 'missingContainer', path, offers: listOf(params.suggestions) }
  }
  return error.area === 'reference' ? { kind: 'wrong', error } : { kind: 'failed', error }
}

/** Whether images can be pulled from the source of a reference. */
export function isPullable(resolved: ResolvedReference): boolean {
  switch (resolved.transport) {
    case 'library':
    case 'docker':
    case 'oras':
    case 'oci':
    case 'oci-archive':
    case 'docker-archive':
    case 'shub':
    case 'http':
    case 'https':
      return true
    case 'file':
      return false
  }
}

/** Whether a pull makes a new file, whose bytes nobody can know before. */
export function isConverted(resolved: ResolvedReference): boolean {
  return ['docker', 'oci', 'oci-archive', 'docker-archive'].includes(resolved.transport)
}

/** A registry reference with the scheme that fits what it leads to; null where the error is about something else. */
export function withOtherScheme(reference: string, code: string): string | null {
  if (code === 'IS_A_SIF_ARTIFACT') return reference.trim().replace(/^docker:/i, 'oras:')
  if (code === 'NOT_A_SIF_ARTIFACT') return reference.trim().replace(/^oras:/i, 'docker:')
  return null
}

/** Name of a platform as a pull takes it: the system is left out, it is always the same. */
export function platformName({ platform: { architecture, variant } }: OciPlatformChoice): string {
  return variant === null ? architecture : `${architecture}/${variant}`
}

/** The same reference with another tag; the text as it is where it cannot be read. */
export function withTag(reference: string, tag: string): string {
  const parsed = parseReference(reference)
  if (!parsed.ok) return reference
  const { value } = parsed
  switch (value.transport) {
    case 'library':
      return printReference({ ...value, tags: [tag], tagTyped: true, hash: null })
    case 'docker':
    case 'oras':
      return printReference({ ...value, tag, tagTyped: true, digest: null })
    case 'shub':
    case 'http':
    case 'https':
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
    case 'file':
      return reference
  }
}

/** A container elsewhere, with the tag that was typed. */
export function elsewhere(path: string, typed: string): string {
  const parsed = parseReference(typed)
  const tag = parsed.ok && parsed.value.transport === 'library' && parsed.value.tagTyped ? parsed.value.tags[0] : null
  return `library://${path}${tag === null ? '' : `:${tag}`}`
}

const partOf = (parts: readonly ReferencePart[], role: ReferencePart['role']): string | null =>
  parts.find((part) => part.role === role)?.text ?? null

/** `entity/collection/container` of a library reference; null where a part is not known. */
export function containerPath({ parts, transport }: ResolvedReference): string | null {
  if (transport !== 'library') return null
  const names = [partOf(parts, 'entity'), partOf(parts, 'collection'), partOf(parts, 'container')]
  return names.every((name) => name !== null) ? names.join('/') : null
}

/** The tag that a reference follows; null for one that is pinned. */
export function tagOf({ parts }: ResolvedReference): string | null {
  return partOf(parts, 'tag')
}

/** Orders offered containers as the engine suggested them and drops what was not suggested. */
export function offeredContainers(
  offers: readonly string[],
  found: readonly LibraryContainer[],
): readonly { readonly path: string; readonly container: LibraryContainer | null }[] {
  const byPath = new Map(found.map((container) => [container.path, container]))
  return offers.map((path) => ({ path, container: byPath.get(path) ?? null }))
}

/**
 * A file name for a pull that leaves what is there alone: the usual one, then with the collection in
 * front, then numbered.
 * @param taken names in the folder
 */
export function freeFileName(usual: string, path: string | null, taken: ReadonlySet<string>): string {
  if (!taken.has(usual)) return usual
  const collection = path?.split('/').at(-2) ?? null
  const longer = collection === null || collection === 'default' ? usual : `${collection}-${usual}`
  if (!taken.has(longer)) return longer
  const base = longer.replace(/\.sif$/, '')
  for (let number = 2; ; number += 1) {
    const name = `${base}-${number}.sif`
    if (!taken.has(name)) return name
  }
}

/**
 * What a text means once an error has told the full path: the server filled in the rest.
 * @returns null where the path is not full or the text cannot be read
 */
export function partsWithPath(text: string, path: string): readonly ReferencePart[] | null {
  const [entity, collection, container] = path.split('/')
  const parsed = parseReference(text)
  if (!parsed.ok || entity === undefined || collection === undefined || container === undefined) return null
  return referenceParts(parsed.value, { entity, collection })
}
