/**
 * Signs an image: one pass over its bytes, one signature object per group, on a copy that takes the
 * file's place only after its own new signatures were checked. Other signatures stay as they are.
 */
import type { PlannedSignature, SignScope } from '../../../../src-shared/model/sign.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { editSif } from '../../sif/edit.ts'
import { withSif } from '../../sif/read.ts'
import type { NeededDigest } from '../content.ts'
import { computeDigests } from '../digests.ts'
import { gatherFacts, wholeImage } from '../gather.ts'
import { refuseDamaged, writeMessage } from './message.ts'
import { planSignatures } from './plan.ts'
import { keysOf } from './public-half.ts'
import type { Signer } from './signer.ts'

export interface SignRequest {
  readonly path: string
  readonly scope: SignScope
  readonly signer: Signer
  readonly now: Date
  readonly signal?: AbortSignal | undefined
  readonly onPlanned?: ((bytes: number) => void) | undefined
  readonly onProgress?: ((bytes: number) => void) | undefined
}

export interface SignOutcome {
  /** IDs of the new signature objects. */
  readonly objectIds: readonly number[]
  readonly planned: readonly PlannedSignature[]
}

/**
 * @throws AppFailure those of planning, SIGN_DAMAGED, SIGN_NOT_CONFIRMED when the new signature does not
 *   check, SIF_TABLE_FULL, SIF_CHANGED_UNDERNEATH; the file is then as it was
 */
export async function signImage(request: SignRequest): Promise<SignOutcome> {
  const { path, signer } = request
  const { planned, data } = await withSif(path, async (file) => {
    const plan = planSignatures(file.structure, request.scope)
    refuseDamaged(file, plan)
    const needed = plan
      .flatMap(({ objectIds }) => objectIds)
      .map((id): NeededDigest => ({ slots: [file.findObject(id).slot], algorithm: 'sha256' }))
    const extentOf = (slot: number) => {
      const object = file.structure.objects.find((candidate) => candidate.slot === slot)
      const extent = object === undefined ? null : file.extent(object)
      return extent === null ? null : { offset: extent.offset, lengthBytes: extent.availableBytes }
    }
    const digests = await computeDigests(path, needed, extentOf, [], request)
    const contentDigest = (slot: number): string => digests.get({ slots: [slot], algorithm: 'sha256' }) ?? ''
    const signed: Uint8Array[] = []
    for (const one of plan) signed.push(await signer.sign(writeMessage(file, one, contentDigest)))
    return { planned: plan, data: signed }
  })
  request.signal?.throwIfAborted()
  let objectIds: readonly number[] = []
  await editSif(
    path,
    async (editor) => {
      const ids: number[] = []
      for (const [place, { groupId }] of planned.entries()) {
        ids.push(
          await editor.add({
            type: 'Signature',
            data: data[place] ?? new Uint8Array(),
            groupId: null,
            link: { groupId },
            detail: { kind: 'signature', hash: 'SHA-256', fingerprint: signer.fingerprint },
          }),
        )
      }
      objectIds = ids
    },
    { confirm: (copy) => confirm(copy, objectIds, request) },
  )
  return { objectIds, planned }
}

/** A signature that its own maker cannot check is worse than none. */
async function confirm(
  copy: string,
  objectIds: readonly number[],
  { signer, now, signal }: SignRequest,
): Promise<void> {
  const keys = await keysOf(signer.publicHalf)
  const facts = await gatherFacts({ path: copy, scope: wholeImage, keys, now, signal })
  for (const id of objectIds) {
    const finding = facts.signatures.find(({ objectId }) => objectId === id)
    if (finding?.state !== 'intact') {
      throw failure(
        'SIGN_NOT_CONFIRMED',
        { id },
        { detail: finding?.problem?.message ?? 'the signature was not found' },
      )
    }
  }
}
