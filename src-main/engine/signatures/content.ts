/**
 * Compares what a signed message states with what the file holds. First it says which digests it
 * needs, so that all signatures together read each byte once; then it compares. It knows no keys
 * and checks no signature. Source: SIF reference, 9.2, 9.3, 9.6, 10.3.
 */
import { createHash } from 'node:crypto'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import type { SignatureFinding } from '../../../src-shared/model/verification.ts'
import { descriptorIntegrityBytes, headerIntegrityBytes, smallestIds } from '../sif/integrity.ts'
import { groupMask } from '../sif/layout.ts'
import type { RawDescriptor, RawHeader } from '../sif/raw.ts'
import type { Digest, Statement } from './statement.ts'

export interface ImageMember {
  readonly object: SifObject
  readonly raw: RawDescriptor
  /** Whether all of its bytes are in the file. */
  readonly isComplete: boolean
}

export interface ImageContent {
  readonly header: RawHeader
  /** Used slots in table order. */
  readonly members: readonly ImageMember[]
}

/** What a signature is linked to. */
export interface SignatureLink {
  readonly id: number
  readonly isGroup: boolean
}

/** One digest that is needed: over the data of these slots, one after the other. */
export interface NeededDigest {
  readonly slots: readonly number[]
  readonly algorithm: string
}

export type Comparison = Pick<SignatureFinding, 'covers' | 'changedObjects' | 'header'> & {
  /** Whether anything differs, the list of objects included. */
  readonly differs: boolean
}

export interface ContentQuestion {
  readonly needed: readonly NeededDigest[]
  /** Objects it speaks about; known before anything is read. */
  readonly covers: readonly number[]
  /** @param digestOf lower-case hex of a needed digest; null when it could not be computed */
  compare(digestOf: (needed: NeededDigest) => string | null): Comparison
}

export function rawGroup(groupId: number): number {
  return (groupMask | groupId) >>> 0
}

const isData = ({ object }: ImageMember): boolean => object.type !== 'Signature'

function digestOfBytes(bytes: Uint8Array, { algorithm }: Digest): string {
  return createHash(algorithm).update(bytes).digest('hex')
}

/**
 * The question that a current message asks about its group.
 * @param onlyObject compare this object alone; others may be missing or different
 */
export function currentQuestion(
  content: ImageContent,
  statement: Extract<Statement, { kind: 'current' }>,
  groupId: number,
  onlyObject: number | null,
): ContentQuestion {
  const group = rawGroup(groupId)
  const smallest = smallestIds(content.members.map(({ raw }) => raw)).get(group)
  if (smallest === undefined) {
    // Nothing is left of the group that was signed.
    const gone: Comparison = {
      covers: [],
      changedObjects: [],
      header: headerState(content.header, statement.header),
      differs: true,
    }
    return { needed: [], covers: [], compare: () => gone }
  }
  const stated = statement.objects.map((object) => ({ ...object, id: object.relativeId + smallest }))
  const covers = stated.map(({ id }) => id)
  const compared = stated.filter(({ id }) => onlyObject === null || id === onlyObject)
  // An ID that several objects bear must fit all of them, in whatever group the others hide.
  const holders = (id: number): readonly ImageMember[] =>
    content.members.filter((member) => member.raw.id === id && isData(member))
  const needed = compared.flatMap(({ id, data }) =>
    holders(id)
      .filter(({ isComplete }) => isComplete)
      .map(({ object }): NeededDigest => ({ slots: [object.slot], algorithm: data.algorithm })),
  )
  return {
    needed,
    covers,
    compare: (digestOf) => {
      const changedObjects = compared
        .filter(({ id, relativeId, descriptor, data }) => {
          const found = holders(id)
          const isAsSigned = (member: ImageMember): boolean =>
            member.raw.groupId === group &&
            digestOfBytes(descriptorIntegrityBytes(member.raw, relativeId), descriptor) === descriptor.hex &&
            digestOf({ slots: [member.object.slot], algorithm: data.algorithm }) === data.hex
          return found.length === 0 || !found.every(isAsSigned)
        })
        .map(({ id }) => id)
      const header = headerState(content.header, statement.header)
      return { covers, changedObjects, header, differs: header === 'changed' || changedObjects.length > 0 }
    },
  }
}

function headerState(header: RawHeader, stated: Digest): 'covered' | 'changed' {
  return digestOfBytes(headerIntegrityBytes(header), stated) === stated.hex ? 'covered' : 'changed'
}

/** The question of a legacy message: one digest over an object, or over all of a group in table order. */
export function legacyQuestion(
  content: ImageContent,
  statement: Extract<Statement, { kind: 'legacy' }>,
  link: SignatureLink,
  algorithm: string,
): ContentQuestion {
  const covered = content.members.filter(({ raw }) =>
    link.isGroup ? raw.groupId === rawGroup(link.id) : raw.id === link.id,
  )
  const covers = covered.filter(isData).map(({ object }) => object.id)
  const canRead = covered.length > 0 && covered.every(({ isComplete }) => isComplete)
  const needed: NeededDigest = { slots: covered.map(({ object }) => object.slot), algorithm }
  return {
    needed: canRead ? [needed] : [],
    covers,
    compare: (digestOf) => {
      const differs = !canRead || digestOf(needed) !== statement.hex
      return { covers, changedObjects: differs ? covers : [], header: 'notCovered', differs }
    },
  }
}
