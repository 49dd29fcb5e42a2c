/**
 * What an edit of an image would do to the signatures in it, before it is made. Reads the signed messages,
 * not the contents, and checks nothing: whether a signature holds today does not matter for what breaks it.
 * Source: SIF reference, 9.3 and 10.3.
 */

import type { SifObject } from '../../../src-shared/model/sif.ts'
import type { EditConsequence, SifEdit } from '../../../src-shared/model/sign.ts'
import { SifFile } from '../sif/read.ts'
import { contentOf, wholeImage } from './gather.ts'
import { readSignatureObject } from './read-signatures.ts'

interface SignedBy {
  readonly objectId: number
  readonly groupId: number | null
  readonly covers: readonly number[]
}

/** @returns in the order of their weight; empty when no signature is touched. @throws AppFailure as SifFile.open */
export async function consequencesOf(path: string, edit: SifEdit): Promise<readonly EditConsequence[]> {
  const file = await SifFile.open(path)
  try {
    const signatures = await signaturesOf(file)
    return signatures.length === 0 ? [] : consequences(file.structure.objects, signatures, edit)
  } finally {
    await file.close()
  }
}

async function signaturesOf(file: SifFile): Promise<readonly SignedBy[]> {
  const content = contentOf(file)
  const found: SignedBy[] = []
  for (const object of file.structure.objects) {
    if (object.type !== 'Signature') continue
    const { question, groupId } = await readSignatureObject(file, object, {
      keys: { pemKeys: [], find: async () => [] },
      now: new Date(0),
      content,
      scope: { ...wholeImage, legacy: true },
      objectGroup: null,
    })
    found.push({ objectId: object.id, groupId, covers: question?.covers ?? [] })
  }
  return found
}

function consequences(
  objects: readonly SifObject[],
  signatures: readonly SignedBy[],
  edit: SifEdit,
): readonly EditConsequence[] {
  switch (edit.kind) {
    case 'add': {
      if (edit.isSignature) return []
      const inGroup = signatures.filter(({ groupId }) => groupId !== null && groupId === edit.groupId)
      return [{ kind: 'uncovered', signatureIds: idsOf(inGroup.length > 0 ? inGroup : signatures) }]
    }
    case 'delete': {
      const object = objects.find(({ id }) => id === edit.objectId)
      if (object?.type === 'Signature') {
        return [{ kind: signatures.length === 1 ? 'lastRemoved' : 'removed', signatureIds: [object.id] }]
      }
      return broken(signatures.filter(({ covers }) => covers.includes(edit.objectId)))
    }
    case 'setPrimary': {
      // The old primary partition becomes an ordinary one, which changes what was signed about it as well.
      const primary = objects.filter(({ detail }) => detail.kind === 'partition' && detail.partitionType === 'PrimSys')
      const changed = [edit.objectId, ...primary.map(({ id }) => id)]
      if (primary.some(({ id }) => id === edit.objectId)) return []
      return broken(signatures.filter(({ covers }) => covers.some((id) => changed.includes(id))))
    }
  }
}

function broken(signatures: readonly SignedBy[]): readonly EditConsequence[] {
  return signatures.length === 0 ? [] : [{ kind: 'broken', signatureIds: idsOf(signatures) }]
}

const idsOf = (signatures: readonly SignedBy[]): readonly number[] => signatures.map(({ objectId }) => objectId)
