/** Writes a reference in full, in pieces that know whether they were typed or filled in. */
import type { ReferencePart } from '../model/reference.ts'
import { assertNever } from '../model/result.ts'
import type { LibraryReference, ParsedReference, RegistryReference, ShubReference } from './types.ts'

/** What a server or a remote's settings say short names mean; null where nobody knows. */
export interface LibraryDefaults {
  readonly entity: string | null
  readonly collection: string | null
}

export const noDefaults: LibraryDefaults = { entity: null, collection: null }

type Role = ReferencePart['role']

function piece(text: string, role: Role, filledIn = false): ReferencePart {
  return { text, role, filledIn }
}

/** The pieces of a reference in full; joined, their texts are the whole reference. */
export function referenceParts(
  reference: ParsedReference,
  defaults: LibraryDefaults = noDefaults,
): readonly ReferencePart[] {
  switch (reference.transport) {
    case 'library':
      return libraryParts(reference, defaults)
    case 'docker':
    case 'oras':
      return registryParts(reference)
    case 'shub':
      return shubParts(reference)
    case 'http':
    case 'https':
      return [
        piece(`${reference.transport}://`, 'scheme'),
        piece(reference.host, 'host'),
        piece(reference.path, 'path'),
      ]
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
      return [
        piece(`${reference.transport}:`, 'scheme'),
        piece(reference.path, 'path'),
        ...(reference.digest === null ? [] : [piece('@', 'separator'), piece(reference.digest, 'digest')]),
      ]
    case 'file':
      return [piece(reference.path, 'path')]
    default:
      return assertNever(reference)
  }
}

/** The whole reference as text, see {@link referenceParts}. */
export function printReference(reference: ParsedReference, defaults: LibraryDefaults = noDefaults): string {
  return referenceParts(reference, defaults)
    .map((part) => part.text)
    .join('')
}

/** A collection without an entity in front would read as an entity, so both or neither are written. */
function libraryParts(reference: LibraryReference, defaults: LibraryDefaults): readonly ReferencePart[] {
  const entity = reference.entity ?? defaults.entity
  const collection = reference.collection ?? (entity === null ? null : defaults.collection)
  const parts: ReferencePart[] = [piece('library://', 'scheme', !reference.schemeTyped)]
  if (reference.host !== null) parts.push(piece(reference.host, 'host'), piece('/', 'separator'))
  if (entity !== null && collection !== null) {
    const filled = reference.entity === null
    parts.push(piece(entity, 'entity', filled), piece('/', 'separator', filled))
  }
  if (collection !== null) {
    const filled = reference.collection === null
    parts.push(piece(collection, 'collection', filled), piece('/', 'separator', filled))
  }
  const filled = !reference.tagTyped
  return [
    ...parts,
    piece(reference.container, 'container'),
    piece(':', 'separator', filled),
    piece(reference.tags.join(','), reference.hash === null ? 'tag' : 'digest', filled),
  ]
}

function registryParts(reference: RegistryReference): readonly ReferencePart[] {
  const names = reference.repository.split('/')
  const container = names.at(-1) ?? ''
  const above = names.slice(0, -1).join('/')
  return [
    piece(`${reference.transport}://`, 'scheme'),
    piece(reference.registry, 'host', !reference.registryTyped),
    piece('/', 'separator', !reference.registryTyped),
    ...(above === ''
      ? []
      : [piece(above, 'entity', reference.namespaceFilledIn), piece('/', 'separator', reference.namespaceFilledIn)]),
    piece(container, 'container'),
    ...tagAndDigest(reference),
  ]
}

function shubParts(reference: ShubReference): readonly ReferencePart[] {
  return [
    piece('shub://', 'scheme'),
    ...(reference.registryTyped ? [piece(reference.registry, 'host'), piece('/', 'separator')] : []),
    piece(reference.user, 'entity'),
    piece('/', 'separator'),
    piece(reference.container, 'container'),
    ...tagAndDigest(reference),
  ]
}

function tagAndDigest(reference: RegistryReference | ShubReference): readonly ReferencePart[] {
  const filled = !reference.tagTyped
  return [
    ...(reference.tag === null ? [] : [piece(':', 'separator', filled), piece(reference.tag, 'tag', filled)]),
    ...(reference.digest === null ? [] : [piece('@', 'separator'), piece(reference.digest, 'digest')]),
  ]
}
