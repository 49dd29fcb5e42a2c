/** Makes a definition of whatever file somebody opens: a definition itself, a Dockerfile, or a list of packages. */
import { translateDockerfile } from './dockerfile.ts'
import type { TranslationNote } from './notes.ts'
import { fromCondaEnvironment, fromRequirements } from './packages.ts'

export type SourceKind = 'definition' | 'dockerfile' | 'conda' | 'requirements'

export interface OpenedSource {
  readonly kind: SourceKind
  readonly text: string
  /** What could not be carried over; empty for a definition. */
  readonly notes: readonly TranslationNote[]
}

/** What a file probably is, by its name alone; null when that says nothing. */
export function sourceKindOfName(fileName: string): SourceKind | null {
  const name = fileName.toLowerCase()
  if (/\.(?:def|singularity)$|^singularity(?:\.|$)/.test(name)) return 'definition'
  if (/^(?:dockerfile|containerfile)(?:\.|$)|\.(?:dockerfile|containerfile)$/.test(name)) return 'dockerfile'
  if (/^(?:environment|conda|env)[\w.-]*\.ya?ml$/.test(name)) return 'conda'
  if (/requirements[\w.-]*\.txt$/.test(name)) return 'requirements'
  return null
}

function sourceKindOf(fileName: string, text: string): SourceKind {
  const byName = sourceKindOfName(fileName)
  if (byName !== null) return byName
  if (/^bootstrap:/im.test(text)) return 'definition'
  if (/^\s*FROM\s+\S/im.test(text)) return 'dockerfile'
  if (/^dependencies\s*:/m.test(text)) return 'conda'
  return /\.txt$/i.test(fileName) ? 'requirements' : 'definition'
}

/** @param fileName without its folder */
export function openSource(fileName: string, text: string): OpenedSource {
  const kind = sourceKindOf(fileName, text)
  switch (kind) {
    case 'definition':
      return { kind, text, notes: [] }
    case 'dockerfile':
      return { kind, ...translateDockerfile(text) }
    case 'conda':
      return { kind, ...fromCondaEnvironment(text, { fileName }) }
    case 'requirements':
      return { kind, ...fromRequirements(text, { fileName }) }
  }
}
