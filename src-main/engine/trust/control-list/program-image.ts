/**
 * An image as the command lines see it under a control list: which signatures they collect, which hold with
 * the keys of the installation, now. Source: SIF reference, 10.1 to 10.3 and 10.11.
 */
import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ControlImage, ControlSignature, ControlTask } from '../../../../src-shared/model/control-list.ts'
import { keyStateOf } from '../../../../src-shared/model/key-state.ts'
import type { SifObject } from '../../../../src-shared/model/sif.ts'
import type { SignatureFacts } from '../../../../src-shared/model/verification-facts.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'
import type { KeyFinder } from '../../keyring/key-finder.ts'
import { withSif } from '../../sif/read.ts'
import { gatherFacts, wholeImage } from '../../signatures/gather.ts'

export interface ImageRequest {
  readonly path: string
  /** Whether the list says `legacyinsecure`. */
  readonly isLegacy: boolean
  /** The global ring. */
  readonly keys: KeyFinder
  readonly now: Date
  readonly signal?: AbortSignal | undefined
}

/** @throws AppFailure CANCELLED, and what finding the file throws; a file that is no SIF is told in `fault` */
export async function programImage(request: ImageRequest): Promise<ControlImage> {
  const path = await realpath(request.path)
  const base = { path, folder: dirname(path) }
  try {
    const tasks = request.isLegacy ? await legacyTasks(path, request) : await groupTasks(path, request)
    return typeof tasks === 'string' ? { ...base, fault: tasks, tasks: [] } : { ...base, fault: null, tasks }
  } catch (error) {
    if (!(error instanceof AppFailure) || error.error.kind === 'cancelled') throw error
    return { ...base, fault: error.error.message, tasks: [] }
  }
}

const isData = ({ type }: SifObject): boolean => type !== 'Signature'

async function objectsOf(path: string): Promise<readonly SifObject[]> {
  return withSif(path, async (file) => file.structure.objects)
}

async function groupTasks(path: string, request: ImageRequest): Promise<readonly ControlTask[] | string> {
  const objects = await objectsOf(path)
  if (objects.length === 0) return 'no objects in image'
  if (objects.some((object) => isData(object) && object.groupId === null)) {
    return 'non-signature object not associated with object group'
  }
  const groups = [...new Set(objects.flatMap((object) => (isData(object) ? (object.groupId ?? []) : [])))].sort(
    (one, other) => one - other,
  )
  if (groups.length === 0) return 'no groups found'
  const { signatures } = await gatherFacts({ ...request, path, scope: wholeImage })
  return groups.map((groupId) => {
    const members = objects.filter((object) => isData(object) && object.groupId === groupId).map(({ id }) => id)
    const mine = signatures.filter((one) => one.groupId === groupId && !one.legacy)
    return {
      name: `object group ${groupId}`,
      signatures: mine.map((one) => signatureOf(one, objects, members, request.now)),
    }
  })
}

async function legacyTasks(path: string, request: ImageRequest): Promise<readonly ControlTask[] | string> {
  const objects = await objectsOf(path)
  const primary = objects.find(({ detail }) => detail.kind === 'partition' && detail.partitionType === 'PrimSys')
  if (primary === undefined) return 'get primary system partition: object not found'
  const scope = { groupId: null, objectId: primary.id, legacy: true }
  const { signatures } = await gatherFacts({ ...request, path, scope })
  const mine = signatures.filter((one) => one.legacy && one.groupId === null && one.covers.includes(primary.id))
  return [
    {
      name: `object ${primary.id}`,
      signatures: mine.map((one) => signatureOf(one, objects, null, request.now)),
    },
  ]
}

/** @param members of the group it has to list, all and no other; null where that does not matter */
function signatureOf(
  facts: SignatureFacts,
  objects: readonly SifObject[],
  members: readonly number[] | null,
  now: Date,
): ControlSignature {
  const object = objects.find(({ id }) => id === facts.objectId)
  const named = object?.detail.kind === 'signature' ? (object.detail.entity?.toUpperCase() ?? null) : null
  const base = { objectId: facts.objectId, named }
  const notValid = (reason: string): ControlSignature => ({
    ...base,
    state: 'notValid',
    error: `signature object ${facts.objectId} not valid: ${reason}`,
  })
  const contradicts = (error: string): ControlSignature => ({ ...base, state: 'contradicts', error })

  if (facts.scheme === 'dsse') return contradicts('key material not provided for DSSE envelope signature')
  if (facts.scheme !== 'pgp') return contradicts('signature format not recognized')
  if (facts.problem?.code === 'FILE_TOO_SHORT') return contradicts('unexpected EOF')
  if (facts.key === null) return notValid('openpgp: signature made by unknown entity')
  const code = facts.problem?.code ?? null
  if (code === 'OTHER_KEY_NAMED') return contradicts('fingerprint in descriptor does not correspond to signing entity')
  const isContent = code === 'CONTENT_DIFFERS'
  if (facts.state !== 'intact' && !isContent) return notValid(`openpgp: ${facts.problem?.message ?? 'not checked'}`)
  // Whenever a key ends or is revoked, these programs take no signature of it, however old.
  const keyState = keyStateOf(facts.key.lives, facts.signedAt, now)
  if (keyState.startsWith('expired')) return notValid('openpgp: key expired')
  if (keyState !== 'ok') return notValid('openpgp: signature made by revoked key')
  if (facts.signedAt !== null && Date.parse(facts.signedAt) > now.getTime())
    return notValid('openpgp: signature expired')
  if (named !== facts.key.fingerprint) {
    return contradicts('fingerprint in descriptor does not correspond to signing entity')
  }
  const unlisted = members?.find((id) => !facts.covers.includes(id))
  if (unlisted !== undefined) return contradicts(`object ${unlisted}: object not signed`)
  if (!isContent) return { ...base, state: 'holds', error: null }
  if (facts.header === 'changed') return contradicts('header integrity compromised')
  const [changed] = facts.changedObjects
  const isGone = changed !== undefined && !objects.some(({ id }) => id === changed)
  return contradicts(
    changed === undefined
      ? 'data object integrity compromised'
      : isGone
        ? `object ${changed}: signed object not found`
        : `data object integrity compromised: ${changed}`,
  )
}
