/** Changing files: what is refused, what is kept, and that a failed change leaves no trace. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { appendFile, chmod, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSif } from '../../../../src-main/engine/sif/create.ts'
import { editSif } from '../../../../src-main/engine/sif/edit.ts'
import type { ObjectInput } from '../../../../src-main/engine/sif/object-input.ts'
import { withSif } from '../../../../src-main/engine/sif/read.ts'
import { codeOf } from '../../../support/failing.ts'
import { inFolder } from '../../../support/folder.ts'
import { makeImage, makeManyObjects, makeTwoGroups } from '../../../support/make-sif.ts'

const note: ObjectInput = { type: 'Generic', name: 'note', data: Buffer.from('note') }

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(1000, index)
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('some')
  throw new Error('the source broke')
}

describe('creating', () => {
  test('never replaces a file unless told to, and leaves no other file behind', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await writeFile(path, 'mine')
      expect(await codeOf(createSif(path))).toBe('FILE_EXISTS')
      expect(readFileSync(path, 'utf8')).toBe('mine')
      expect(readdirSync(folder)).toEqual(['a.sif'])
      await createSif(path, { overwrite: true })
      expect(statSync(path).size).toBe(32_176)
      expect(readdirSync(folder)).toEqual(['a.sif'])
    }))

  test('leaves nothing behind when the data breaks off', () =>
    inFolder(async (folder) => {
      const failing = createSif(join(folder, 'a.sif'), { objects: [{ type: 'Generic', data: broken() }] })
      await expect(failing).rejects.toThrow('the source broke')
      expect(readdirSync(folder)).toEqual([])
    }))

  test('makes executable files with an identity and the time of making', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      const before = Math.floor(Date.now() / 1000) * 1000
      await createSif(path, { objects: [note] })
      expect(statSync(path).mode & 0o111).not.toBe(0)
      await withSif(path, async ({ structure: { header, objects } }) => {
        expect(header.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(Date.parse(header.createdAt ?? '')).toBeGreaterThanOrEqual(before)
        expect(header.modifiedAt).toBe(header.createdAt)
        expect(objects[0]?.createdAt).toBe(header.createdAt)
      })
    }))

  test('streams data of unknown length', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await createSif(path, { objects: [{ type: 'Generic', data: pieces(50) }, note] })
      await withSif(path, async (file) => {
        expect(file.structure.objects.map(({ sizeBytes }) => sizeBytes)).toEqual([50_000, 4])
        expect(file.structure.problems).toEqual([])
      })
    }))

  test.for<[string, ObjectInput | { launchScript: string } | { capacity: number }]>([
    ['SIF_NAME_TOO_LONG', { ...note, name: 'ä'.repeat(65) }],
    ['SIF_EXTRA_TOO_LONG', { ...note, detail: { kind: 'raw', bytes: new Uint8Array(385) } }],
    [
      'SIF_ARCHITECTURE_UNKNOWN',
      {
        ...note,
        type: 'Partition',
        detail: { kind: 'partition', fileSystem: 'Raw', partitionType: 'Data', architecture: 'z80' },
      },
    ],
    ['SIF_TYPE_UNEXPECTED', { ...note, detail: { kind: 'sbom', format: 'spdx-json' } }],
    ['SIF_VALUE_INVALID', { ...note, groupId: 0 }],
    ['SIF_VALUE_INVALID', { ...note, groupId: 0x10000000 }],
    ['SIF_VALUE_INVALID', { ...note, link: { objectId: 0 } }],
    ['SIF_VALUE_INVALID', { ...note, alignmentBytes: -1 }],
    ['SIF_VALUE_INVALID', { ...note, time: new Date(Number.NaN) }],
    [
      'SIF_VALUE_INVALID',
      { ...note, type: 'Signature', detail: { kind: 'signature', hash: 'SHA-256', fingerprint: 'ab' } },
    ],
    ['SIF_LAUNCH_SCRIPT_TOO_LONG', { launchScript: 'x'.repeat(32) }],
    ['SIF_CAPACITY_UNSUPPORTED', { capacity: 65_537 }],
    ['SIF_CAPACITY_UNSUPPORTED', { capacity: -1 }],
  ])('refuses with %s what the format has no room for', ([code, input]) =>
    inFolder(async (folder) => {
      const options = 'type' in input ? { objects: [input] } : input
      expect(await codeOf(createSif(join(folder, 'a.sif'), options))).toBe(code)
      expect(readdirSync(folder)).toEqual([])
    }),
  )

  test('takes a name of all 128 bytes and a launch script of 31', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await createSif(path, { launchScript: 'x'.repeat(31), objects: [{ ...note, name: 'ä'.repeat(64) }] })
      await withSif(path, async ({ structure }) => {
        expect(structure.header.launchScript).toBe('x'.repeat(31))
        expect(structure.objects[0]?.name).toBe('ä'.repeat(64))
      })
    }))
})

describe('editing', () => {
  test('keeps the file as it was when the change fails', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await makeImage(path)
      const before = readFileSync(path)
      const failing = editSif(path, async (editor) => {
        await editor.add(note)
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      expect(readFileSync(path).equals(before)).toBe(true)
      expect(readdirSync(folder)).toEqual(['a.sif'])
    }))

  test('does not overwrite what someone else wrote meanwhile', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await makeImage(path)
      const edit = editSif(path, async (editor) => {
        await editor.add(note)
        await appendFile(path, 'from someone else')
      })
      expect(await codeOf(edit)).toBe('SIF_CHANGED_UNDERNEATH')
      expect(readFileSync(path).toString('latin1').endsWith('from someone else')).toBe(true)
      expect(readdirSync(folder)).toEqual(['a.sif'])
    }))

  test('keeps permissions, and keeps a symbolic link one', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      const link = join(folder, 'link.sif')
      await makeImage(path)
      await chmod(path, 0o640)
      await symlink('a.sif', link)
      const id = await editSif(link, (editor) => editor.add(note))
      expect(id).toBe(4)
      expect(statSync(path).mode & 0o777).toBe(0o640)
      expect(readdirSync(folder).sort()).toEqual(['a.sif', 'link.sif'])
      await withSif(path, async (file) => {
        const { bytes, truncated } = await file.readObject(4, { maxBytes: 100 })
        expect([Buffer.from(bytes).toString(), truncated]).toEqual(['note', false])
        expect(file.structure.problems).toEqual([])
      })
    }))

  test('reuses the slot and the ID of a deleted object', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await makeManyObjects(path, 3)
      const id = await editSif(path, async (editor) => {
        await editor.delete([2])
        return editor.add(note)
      })
      expect(id).toBe(2)
      await withSif(path, async ({ structure }) => {
        expect(structure.objects.map(({ name }) => name)).toEqual(['object-1', 'note', 'object-3'])
        expect(structure.header.descriptorsFree).toBe(0)
      })
      expect(await codeOf(editSif(path, (editor) => editor.add(note)))).toBe('SIF_TABLE_FULL')
    }))

  test('sets and refuses the primary partition', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await makeTwoGroups(path)
      const setPrimary = (id: number) => codeOf(editSif(path, (editor) => editor.setPrimary(id)))
      expect(await Promise.all([setPrimary(1), setPrimary(3), setPrimary(9), setPrimary(0)])).toEqual([
        'SIF_NOT_A_PARTITION',
        'SIF_NOT_A_SYSTEM_PARTITION',
        'SIF_OBJECT_NOT_FOUND',
        'SIF_OBJECT_NOT_FOUND',
      ])
      const before = await readFile(path)
      expect(await setPrimary(2)).toBe(null)
      expect((await readFile(path)).equals(before)).toBe(true)
    }))

  test('stamps the time of the edit, but keeps deterministic files without times', () =>
    inFolder(async (folder) => {
      const dated = join(folder, 'dated.sif')
      const undated = join(folder, 'undated.sif')
      await createSif(dated, { time: new Date('2001-01-01T00:00:00Z'), objects: [note] })
      await createSif(undated, { deterministic: true, objects: [note] })
      for (const path of [dated, undated]) await editSif(path, (editor) => editor.add(note))
      await withSif(dated, async ({ structure: { header, objects } }) => {
        expect(header.createdAt).toBe('2001-01-01T00:00:00Z')
        expect(Date.parse(header.modifiedAt ?? '')).toBeGreaterThan(Date.parse('2026-01-01T00:00:00Z'))
        expect(objects[1]?.createdAt).toBe(header.modifiedAt)
      })
      await withSif(undated, async ({ structure: { header, objects } }) => {
        expect([header.createdAt, header.modifiedAt, objects[1]?.createdAt]).toEqual([null, null, null])
      })
    }))

  test('adds nothing to a file that is cut off', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await makeImage(path)
      await truncate(path, statSync(path).size - 100)
      const before = readFileSync(path)
      expect(await codeOf(editSif(path, (editor) => editor.add(note)))).toBe('SIF_DAMAGED')
      expect(readFileSync(path).equals(before)).toBe(true)
    }))
})
