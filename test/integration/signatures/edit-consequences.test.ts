/** What an edit is said to break is what it breaks. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { editSif } from '../../../src-main/engine/sif/edit.ts'
import { consequencesOf } from '../../../src-main/engine/signatures/edit-consequences.ts'
import { gatherFacts, wholeImage } from '../../../src-main/engine/signatures/gather.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { inFolder } from '../../support/folder.ts'
import { makeImage, partitionObject } from '../../support/make-sif.ts'
import { makeSigner, signImage } from '../../support/test-signer.ts'

const signer = await makeSigner('Ada')

/** Signatures whose message no longer fits the file; no key is needed for that. */
async function brokenIn(path: string): Promise<readonly number[]> {
  const keys = { pemKeys: [], find: async () => [] }
  const { signatures } = await gatherFacts({ path, scope: wholeImage, keys, now: new Date() })
  return signatures.filter(({ state }) => state === 'changed').map(({ objectId }) => objectId)
}

async function signedTwice(folder: string): Promise<string> {
  const path = join(folder, 'image.sif')
  await makeImage(path)
  await editSif(path, (editor) => editor.add(partitionObject(Buffer.alloc(4096, 1), { kind: 'System', groupId: 1 })))
  await signImage(path, signer)
  await signImage(path, signer, { objectIds: [1] })
  return path
}

describe('an edit', () => {
  it.each([
    ['deletes what both cover', { kind: 'delete', objectId: 1 } as const, [5, 6]],
    ['deletes what one covers', { kind: 'delete', objectId: 2 } as const, [5]],
    ['makes another partition the primary one', { kind: 'setPrimary', objectId: 4 } as const, [5]],
  ])('that %s breaks what it is said to break', async (_, edit, ids) => {
    await inFolder(async (folder) => {
      const path = await signedTwice(folder)
      const before = await brokenIn(path)
      expect(await consequencesOf(path, edit)).toEqual([{ kind: 'broken', signatureIds: ids }])
      await editSif(path, (editor) =>
        edit.kind === 'delete' ? editor.delete([edit.objectId], {}) : editor.setPrimary(edit.objectId),
      )
      const after = (await brokenIn(path)).filter((id) => !before.includes(id))
      expect(ids.filter((id) => !before.includes(id))).toEqual(after)
    })
  })

  it('that adds is told to leave a gap, and one of signatures what is lost', async () => {
    await inFolder(async (folder) => {
      const path = await signedTwice(folder)
      const added = await consequencesOf(path, { kind: 'add', groupId: 1, isSignature: false })
      expect(added).toEqual([{ kind: 'uncovered', signatureIds: [5, 6] }])
      expect(added.map(signingText.consequence)).toEqual([
        'Signatures 5 and 6 say nothing about the new object. Afterwards the image is only partly signed, and the command lines refuse it.',
      ])
      expect(await consequencesOf(path, { kind: 'add', groupId: null, isSignature: true })).toEqual([])
      expect(await consequencesOf(path, { kind: 'delete', objectId: 6 })).toEqual([
        { kind: 'removed', signatureIds: [6] },
      ])
      await editSif(path, (editor) => editor.delete([6], {}))
      expect(await consequencesOf(path, { kind: 'delete', objectId: 5 })).toEqual([
        { kind: 'lastRemoved', signatureIds: [5] },
      ])
      await editSif(path, (editor) => editor.delete([5], {}))
      expect(await consequencesOf(path, { kind: 'delete', objectId: 1 })).toEqual([])
    })
  })
})
