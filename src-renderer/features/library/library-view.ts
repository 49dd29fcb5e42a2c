/**
 * How the library's answers are shown: whether something is here, tags in order. Pure.
 */
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { LibraryContainer, LibraryTag } from '../../../src-shared/model/library.ts'
import { parseReference } from '../../../src-shared/reference/index.ts'

/** What the button of a container offers. */
export type PullState =
  | { readonly kind: 'pull' }
  /** The newest tag is here, as this image. */
  | { readonly kind: 'pulled'; readonly image: ImageSummary }
  /** It is here, but the tag means something else now. */
  | { readonly kind: 'again'; readonly image: ImageSummary }

/**
 * Compares a container's newest tag with what was pulled before.
 * @param images local images with a reference
 */
export function pullState(container: LibraryContainer, images: readonly ImageSummary[]): PullState {
  const wanted = `${container.reference}:${container.newestTag ?? 'latest'}`
  const mine = images.filter(({ reference, fileState }) => reference === wanted && fileState !== 'missing')
  const current = mine.find(({ tagMoved }) => tagMoved !== true)
  if (current !== undefined) return { kind: 'pulled', image: current }
  const [old] = mine
  return old === undefined ? { kind: 'pull' } : { kind: 'again', image: old }
}

export interface PathPieces {
  /** `acme / genomics / ` as shown before the name. */
  readonly before: string
  readonly name: string
}

/** Splits `acme/genomics/gatk` into what is quiet and what is the name. */
export function splitPath(path: string): PathPieces {
  const parts = path.split('/').filter((part) => part !== '')
  const name = parts.at(-1) ?? path
  const before = parts.slice(0, -1)
  return { before: before.length === 0 ? '' : `${before.join(' / ')} / `, name }
}

export type TagSort = 'date' | 'tag' | 'size' | 'for'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Sorts tags; the default is newest first, then by name, with this computer's architecture before others. */
export function sortTags(
  tags: readonly LibraryTag[],
  sort: TagSort,
  isDescending: boolean,
  architecture: string | null,
): readonly LibraryTag[] {
  const sign = isDescending ? -1 : 1
  const by: Readonly<Record<TagSort, (a: LibraryTag, b: LibraryTag) => number>> = {
    date: (a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? ''),
    tag: (a, b) => collator.compare(a.tag, b.tag),
    size: (a, b) => a.sizeBytes - b.sizeBytes,
    for: (a, b) => a.architecture.localeCompare(b.architecture),
  }
  const mine = (tag: LibraryTag): number => (tag.architecture === architecture ? 0 : 1)
  const isLatest = ({ tag }: LibraryTag): number => Number(tag === 'latest')
  return [...tags].sort(
    (a, b) => sign * by[sort](a, b) || mine(a) - mine(b) || isLatest(a) - isLatest(b) || collator.compare(b.tag, a.tag),
  )
}

/**
 * The tag that stands for a container at first: what `latest` means, by its better name, else the
 * newest; for this computer's architecture where there is one.
 */
export function mainTag(tags: readonly LibraryTag[], architecture: string | null): LibraryTag | null {
  const sorted = sortTags(tags, 'date', true, architecture)
  const usable = sorted.filter((tag) => tag.architecture === architecture)
  const pool = usable.length > 0 ? usable : sorted
  const latest = pool.find(({ tag }) => tag === 'latest')
  if (latest === undefined) return pool[0] ?? null
  return pool.find(({ tag, digest }) => digest === latest.digest && tag !== 'latest') ?? latest
}

/** All architectures of some tags, this computer's first. */
export function architecturesOf(tags: readonly LibraryTag[], architecture: string | null): readonly string[] {
  return [...new Set(tags.map((tag) => tag.architecture))].sort(
    (a, b) => Number(b === architecture) - Number(a === architecture) || a.localeCompare(b),
  )
}

/** The library searches for so many letters or more. */
export const shortestQuery = 3

/** What tells tags of a container apart: one tag exists once for each architecture. */
export function tagKey({ tag, architecture }: LibraryTag): string {
  return `${tag} ${architecture}`
}

/** The reference that follows a tag. @param reference of the container, without a tag */
export function tagForm(reference: string, { tag }: LibraryTag): string {
  return `${reference}:${tag}`
}

/** The reference that always means these bytes, in the library's own syntax. @param digest `sha256:…` */
export function pinnedForm(reference: string, digest: string): string {
  return `${reference}:${digest.replace(':', '.')}`
}

export interface DescriptionBlock {
  readonly kind: 'text' | 'code'
  readonly text: string
}

/** Splits a description at its empty lines; a block whose every line is indented is something to type. */
export function descriptionBlocks(description: string): readonly DescriptionBlock[] {
  return description
    .replace(/\r\n?/g, '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .filter((block) => block.trim() !== '')
    .map((block): DescriptionBlock => {
      const lines = block.split('\n').filter((line) => line.trim() !== '')
      const isCode = lines.every((line) => /^(?: {4}|\t)/.test(line))
      return isCode
        ? { kind: 'code', text: lines.map((line) => line.replace(/^(?: {4}|\t)/, '')).join('\n') }
        : { kind: 'text', text: block.trim() }
    })
}

/** What to search for when a whole reference was typed: its name, since a library looks at names only. */
export function wordsOfReference(reference: string): string {
  const parsed = parseReference(reference)
  if (!parsed.ok) return reference
  const { value } = parsed
  switch (value.transport) {
    case 'library':
    case 'shub':
      return value.container
    case 'docker':
    case 'oras':
      return value.repository.split('/').at(-1) ?? reference
    case 'http':
    case 'https':
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
    case 'file':
      return reference
  }
}
