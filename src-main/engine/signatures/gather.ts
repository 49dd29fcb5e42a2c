/**
 * A verification: opens the file, reads its signatures, computes every digest they need in one pass
 * and puts down what was found. It draws no verdict; facts stay true while the file does.
 */
import { stat } from 'node:fs/promises'
import type { SignatureProblem, SignatureState } from '../../../src-shared/model/verification.ts'
import type {
  FileStamp,
  SignatureFacts,
  VerificationFacts,
  VerificationScope,
} from '../../../src-shared/model/verification-facts.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { signatureProblem } from '../../../src-shared/text/verdicts/index.ts'
import type { KeyFinder } from '../keyring/key-finder.ts'
import { SifFile } from '../sif/read.ts'
import { type Comparison, type ImageContent, rawGroup } from './content.ts'
import { type ComputedDigests, computeDigests } from './digests.ts'
import { readSignatureObject, type SignatureReading } from './read-signatures.ts'
import { readCosignSignatures } from './schemes/cosign.ts'

export const wholeImage: VerificationScope = { groupId: null, objectId: null, legacy: false }

export interface GatherRequest {
  readonly path: string
  readonly scope: VerificationScope
  readonly keys: KeyFinder
  readonly now: Date
  /** Facts from before; their digests are used again when the file is still the same. */
  readonly known?: VerificationFacts | null | undefined
  readonly signal?: AbortSignal | undefined
  /** Told how many bytes will be read, once. */
  readonly onPlanned?: ((bytes: number) => void) | undefined
  /** Told how many more bytes were read. */
  readonly onProgress?: ((bytes: number) => void) | undefined
}

/** What a path leads to now. */
export async function stampOf(path: string): Promise<FileStamp> {
  const { size, mtimeMs, ino } = await stat(path)
  return { sizeBytes: size, modifiedMs: mtimeMs, inode: String(ino) }
}

export function sameStamp(one: FileStamp, other: FileStamp): boolean {
  return one.sizeBytes === other.sizeBytes && one.modifiedMs === other.modifiedMs && one.inode === other.inode
}

/**
 * Verifies a file as far as it can be without knowing what the user decided.
 * @throws AppFailure CANCELLED, FILE_CHANGED_UNDERNEATH, SIGNATURES_GROUP_NOT_FOUND,
 *   SIGNATURES_OBJECT_IS_SIGNATURE, SIF_OBJECT_NOT_FOUND, SIF_OBJECT_AMBIGUOUS, and as SifFile.open
 */
export async function gatherFacts(request: GatherRequest): Promise<VerificationFacts> {
  const { path, scope, keys, now, known, signal } = request
  const stamp = await stampOf(path)
  const file = await SifFile.open(path)
  try {
    const content = contentOf(file)
    const objectGroup = groupOfAskedObject(file, scope)
    const askedObjects = askedObjectsOf(file, content, scope)
    const readings: SignatureReading[] = []
    for (const object of file.structure.objects) {
      if (object.type !== 'Signature') continue
      signal?.throwIfAborted()
      readings.push(await readSignatureObject(file, object, { keys, now, signal, content, scope, objectGroup }))
    }
    const needed = readings.flatMap(({ isAsked, question }) => (isAsked ? (question?.needed ?? []) : []))
    const reusable = known !== null && known !== undefined && sameStamp(known.stamp, stamp) ? known.digests : []
    const extentOf = (slot: number) => {
      const member = content.members.find(({ object }) => object.slot === slot)
      const extent = member === undefined ? null : file.extent(member.object)
      return extent === null ? null : { offset: extent.offset, lengthBytes: extent.availableBytes }
    }
    const digests = await computeDigests(path, needed, extentOf, reusable, request)
    const attached = isAboutAll(scope) ? await readCosignSignatures(file, keys) : []
    await refuseChanged(path, stamp, digests)
    return {
      version: 1,
      file: path,
      scope,
      stamp,
      checkedAt: now.toISOString(),
      digest: known !== null && known !== undefined && sameStamp(known.stamp, stamp) ? known.digest : null,
      askedObjects,
      ...(isAboutAll(scope) ? {} : { leftOut: leftOutOf(content, askedObjects) }),
      signatures: readings.map((reading) => factsOf(reading, digests)),
      attached,
      fileProblem: content.members.some(({ isComplete }) => !isComplete) ? signatureProblem('FILE_TOO_SHORT') : null,
      digests: digests.all,
    }
  } finally {
    await file.close()
  }
}

function isAboutAll({ groupId, objectId }: VerificationScope): boolean {
  return groupId === null && objectId === null
}

/** What signatures of a file speak about. */
export function contentOf(file: SifFile): ImageContent {
  const members = file.structure.objects.flatMap((object, place) => {
    const raw = file.rawDescriptors[place]
    return raw === undefined ? [] : [{ object, raw, isComplete: file.extent(object)?.complete === true }]
  })
  return { header: file.rawHeader, members }
}

function groupOfAskedObject(file: SifFile, { objectId }: VerificationScope): number | null {
  if (objectId === null) return null
  const object = file.findObject(objectId)
  if (object.type === 'Signature') throw failure('SIGNATURES_OBJECT_IS_SIGNATURE', { id: objectId })
  return object.groupId
}

function askedObjectsOf(
  file: SifFile,
  { members }: ImageContent,
  { groupId, objectId }: VerificationScope,
): readonly number[] {
  if (objectId !== null) return [objectId]
  const asked = members.filter(
    ({ object, raw }) => object.type !== 'Signature' && (groupId === null || raw.groupId === rawGroup(groupId)),
  )
  if (groupId !== null && asked.length === 0) throw failure('SIGNATURES_GROUP_NOT_FOUND', { path: file.path, groupId })
  return [...new Set(asked.map(({ object }) => object.id))].sort((a, b) => a - b)
}

function leftOutOf({ members }: ImageContent, asked: readonly number[]): readonly number[] {
  const others = members.flatMap(({ object }) =>
    object.type === 'Signature' || asked.includes(object.id) ? [] : [object.id],
  )
  return [...new Set(others)].sort((a, b) => a - b)
}

/** The path must lead to the same unchanged file before, during and after reading. */
async function refuseChanged(path: string, before: FileStamp, { seen }: ComputedDigests): Promise<void> {
  const after = await stampOf(path)
  if (!sameStamp(before, after) || (seen !== null && !sameStamp(before, seen)))
    throw failure('FILE_CHANGED_UNDERNEATH', { path })
}

const nothingCompared: Comparison = { covers: [], changedObjects: [], header: 'notCovered', differs: false }

function factsOf(reading: SignatureReading, digests: ComputedDigests): SignatureFacts {
  const { object, outcome, claims, question, isLegacy } = reading
  const compared = reading.isAsked && reading.unchecked === null && reading.fault === null && question !== null
  const comparison = compared
    ? question.compare((needed) => digests.get(needed))
    : { ...nothingCompared, covers: question?.covers ?? [] }
  const { state, problem } = stateOf(reading, comparison.differs)
  const shown = outcome ?? claims
  return {
    objectId: object.id,
    scheme: reading.scheme,
    fingerprint: shown.fingerprint,
    signedAt: shown.signedAt,
    hash: shown.hash,
    state,
    covers: [...comparison.covers].sort((a, b) => a - b),
    changedObjects: [...comparison.changedObjects].sort((a, b) => a - b),
    header: comparison.header,
    groupId: reading.groupId,
    legacy: isLegacy,
    problem,
    key: outcome?.key ?? null,
    keyGiven: outcome?.keyGiven ?? false,
    ...(outcome?.certificate === undefined ? {} : { certificate: outcome.certificate }),
    ...(outcome?.plainKey === undefined ? {} : { plainKey: outcome.plainKey }),
  }
}

/** Worst first: what is wrong in itself, what contradicts the file, what says nothing. */
function stateOf(
  { isAsked, fault, unchecked, outcome }: SignatureReading,
  differs: boolean,
): { readonly state: SignatureState; readonly problem: SignatureProblem | null } {
  if (!isAsked) return { state: 'notAsked', problem: null }
  if (fault !== null) return { state: 'changed', problem: fault }
  if (outcome === null) return { state: 'notChecked', problem: unchecked ?? signatureProblem('KEY_MISSING') }
  if (outcome.result === 'wrong') return { state: 'changed', problem: outcome.problem }
  if (unchecked !== null) return { state: 'notChecked', problem: unchecked }
  if (differs) {
    const isKeyMissing = outcome.problem?.code === 'KEY_MISSING'
    return {
      state: 'changed',
      problem: signatureProblem(isKeyMissing ? 'KEY_MISSING_CONTENT_DIFFERS' : 'CONTENT_DIFFERS'),
    }
  }
  return outcome.result === 'holds'
    ? { state: 'intact', problem: null }
    : { state: 'notChecked', problem: outcome.problem }
}
