/**
 * What a signed message states about an image: digests of header, descriptors and objects (current
 * form) or one digest of contents (legacy form). Strict, because it is the only text that a signer
 * vouches for. It compares nothing. Source: SIF reference, 9.2, 9.6 and 10.9.
 */

export interface Digest {
  /** As node:crypto names it. */
  readonly algorithm: string
  /** Lower-case hex. */
  readonly hex: string
}

export interface StatedObject {
  readonly relativeId: number
  readonly descriptor: Digest
  readonly data: Digest
}

export type Statement =
  | { readonly kind: 'current'; readonly header: Digest; readonly objects: readonly StatedObject[] }
  /** Hex of unstated algorithm: the descriptor says which. */
  | { readonly kind: 'legacy'; readonly hex: string }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string }

/** Names in messages, and node's names with the length of the digest. */
const algorithms: Readonly<Record<string, { readonly name: string; readonly hexDigits: number }>> = {
  sha224: { name: 'sha224', hexDigits: 56 },
  sha256: { name: 'sha256', hexDigits: 64 },
  sha384: { name: 'sha384', hexDigits: 96 },
  sha512: { name: 'sha512', hexDigits: 128 },
  sha512_224: { name: 'sha512-224', hexDigits: 56 },
  sha512_256: { name: 'sha512-256', hexDigits: 64 },
}

const legacyStart = 'SIFHASH:\n'
const mostObjects = 65_536
const memberNames: ReadonlySet<string> = new Set([
  'version',
  'header',
  'digest',
  'objects',
  'relativeid',
  'descriptordigest',
  'objectdigest',
])

class Malformed extends Error {}

/** @param text the signed text, LF line ends */
export function readStatement(text: string): Statement {
  if (text.startsWith(legacyStart)) {
    const hex = text.slice(legacyStart.length).trim()
    return /^(?:[0-9a-f]{2})+$/i.test(hex)
      ? { kind: 'legacy', hex: hex.toLowerCase() }
      : malformed('no digest follows SIFHASH')
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return malformed('it is not JSON')
  }
  try {
    const root = members(parsed)
    const version = root.get('version')
    if (version !== 1) return { kind: 'unsupported', reason: `message version ${JSON.stringify(version) ?? 'missing'}` }
    if (namesTwice(text)) return malformed('a member stands twice')
    const objects = root.get('objects')
    if (!Array.isArray(objects) || objects.length > mostObjects) return malformed('no list of objects')
    const stated = objects.map(readObject)
    if (new Set(stated.map(({ relativeId }) => relativeId)).size !== stated.length)
      return malformed('an object is listed twice')
    return { kind: 'current', header: readDigest(members(root.get('header')).get('digest')), objects: stated }
  } catch (error) {
    if (error instanceof Malformed) return malformed(error.message)
    throw error
  }
}

function malformed(reason: string): Statement {
  return { kind: 'malformed', reason }
}

/** Members by exact name. A known name in other letters is refused: readers would disagree about it. */
function members(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed('an object is missing')
  const entries = Object.entries(value)
  for (const [name] of entries) {
    const plain = name.toLowerCase()
    const isExact = name === plain || name === 'relativeId' || name === 'descriptorDigest' || name === 'objectDigest'
    if (memberNames.has(plain) && !isExact) throw new Malformed(`a member is named ${name.slice(0, 40)}`)
  }
  return new Map(entries)
}

/**
 * JSON.parse takes the last of two members of one name, other readers the first. In a well-formed
 * message each name stands as often as its object does.
 */
function namesTwice(text: string): boolean {
  const count = (name: string): number => text.split(`"${name}"`).length - 1
  const objects = count('relativeId')
  return (
    count('version') > 1 ||
    count('header') > 1 ||
    count('objects') > 1 ||
    count('digest') > 1 ||
    count('descriptorDigest') !== objects ||
    count('objectDigest') !== objects ||
    objects !== countObjects(text)
  )
}

/** How many objects the list holds; the message was parsed before. */
function countObjects(text: string): number {
  const parsed: unknown = JSON.parse(text)
  const objects = typeof parsed === 'object' && parsed !== null && 'objects' in parsed ? parsed.objects : []
  return Array.isArray(objects) ? objects.length : 0
}

function readObject(value: unknown): StatedObject {
  const object = members(value)
  const relativeId = object.get('relativeId')
  if (typeof relativeId !== 'number' || !Number.isInteger(relativeId) || relativeId < 0 || relativeId > 0xffff_ffff) {
    throw new Malformed('a relative ID is no number')
  }
  return {
    relativeId,
    descriptor: readDigest(object.get('descriptorDigest')),
    data: readDigest(object.get('objectDigest')),
  }
}

function readDigest(value: unknown): Digest {
  const match = typeof value === 'string' ? /^([a-z0-9_]+):([0-9a-fA-F]+)$/.exec(value) : null
  if (match === null) throw new Malformed('a digest is missing')
  const [, name = '', hex = ''] = match
  const algorithm = Object.hasOwn(algorithms, name) ? algorithms[name] : undefined
  if (algorithm === undefined || hex.length !== algorithm.hexDigits)
    throw new Malformed(`a digest by ${name.slice(0, 40)}`)
  return { algorithm: algorithm.name, hex: hex.toLowerCase() }
}
