/** The project's files and Debian's siftool: each reads what the other writes. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSif, runLaunchScript } from '../../src-main/engine/sif/create.ts'
import { editSif } from '../../src-main/engine/sif/edit.ts'
import { withSif } from '../../src-main/engine/sif/read.ts'
import { headerText, infoText, listText } from '../../src-main/engine/sif/text.ts'
import { inFolder } from '../support/folder.ts'
import {
  hasProgram,
  makeImage,
  makeManyObjects,
  makeTwoGroups,
  partitionObject,
  tinySquashfs,
} from '../support/make-sif.ts'

function siftool(...args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('siftool', args)
  if (status !== 0) throw new Error(`siftool ${args.join(' ')}: ${stderr.toString()}`)
  return stdout
}

async function expectSameText(path: string): Promise<void> {
  await withSif(path, async (file) => {
    expect(siftool('header', path).toString()).toBe(headerText(file))
    expect(siftool('list', path).toString()).toBe(listText(file))
    for (const { id } of file.structure.objects) {
      expect(siftool('info', String(id), path).toString()).toBe(infoText(file, id))
      const { bytes } = await file.readObject(id, { maxBytes: 1_000_000 })
      expect(siftool('dump', String(id), path).equals(bytes)).toBe(true)
    }
    expect(file.structure.problems).toEqual([])
  })
}

describe.skipIf(!hasProgram('siftool'))('siftool (needs the program)', () => {
  test('reads what this writer makes', () =>
    inFolder(async (folder) => {
      const made = [makeImage, makeTwoGroups, (path: string) => makeManyObjects(path, 100)]
      for (const [index, make] of made.entries()) {
        const path = join(folder, `${index}.sif`)
        await make(path)
        await expectSameText(path)
      }
      const path = join(folder, 'all.sif')
      await createSif(path, {
        launchScript: runLaunchScript,
        time: new Date('2024-02-29T12:34:56Z'),
        objects: [
          { type: 'Environment', data: Buffer.from('A=b\n'), name: 'environment' },
          { type: 'Labels', data: Buffer.from('{"a":"b"}'), time: null },
          partitionObject(await tinySquashfs(), { architecture: 'riscv64' }),
          {
            type: 'CryptoMessage',
            data: Buffer.from('x'),
            link: { objectId: 3 },
            detail: { kind: 'cryptoMessage', format: 'PEM', message: 'RSA-OAEP' },
          },
          { type: 'SBOM', data: Buffer.from('{}'), detail: { kind: 'sbom', format: 'spdx-json' } },
          {
            type: 'Signature',
            data: Buffer.from('not a signature'),
            groupId: null,
            link: { groupId: 1 },
            detail: {
              kind: 'signature',
              hash: 'SHA-512',
              fingerprint: '433fe984155206bd962725e20e8713472a879943',
            },
          },
        ],
      })
      await expectSameText(path)
    }))

  test('reads what this editor leaves', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await makeTwoGroups(path)
      await editSif(path, async (editor) => {
        await editor.delete([1], { zero: true })
        await editor.add({ type: 'Generic', data: Buffer.from('more'), name: 'more', alignmentBytes: 512 })
        await editor.delete(({ name }) => name === 'note', { compact: true })
      })
      await expectSameText(path)
    }))

  test('writes what this reader reads, and goes on where this editor stopped', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      const data = join(folder, 'data')
      const squashfs = join(folder, 'squashfs')
      writeFileSync(data, 'definition\n')
      writeFileSync(squashfs, await tinySquashfs())
      siftool('new', path)
      siftool('add', path, data, '--datatype', '1', '--groupid', '1', '--filename', 'given')
      await expectSameText(path)
      await editSif(path, (editor) => editor.add({ type: 'GenericJSON', data: Buffer.from('{}'), name: 'x.json' }))
      await expectSameText(path)
      const partition = ['--datatype', '4', '--partfs', '1', '--parttype', '1', '--partarch', '2', '--groupid', '1']
      siftool('add', path, squashfs, ...partition)
      await expectSameText(path)
      siftool('del', '1', path)
      await editSif(path, (editor) => editor.setPrimary(3))
      await expectSameText(path)
      await withSif(path, async (file) => {
        expect(file.structure.header.architecture).toBe('amd64')
        expect(file.structure.objects.map(({ id, type }) => [id, type])).toEqual([
          [2, 'GenericJSON'],
          [3, 'Partition'],
        ])
        const { bytes } = await file.readObject(3, { maxBytes: 1_000_000 })
        expect(readFileSync(squashfs).equals(bytes)).toBe(true)
      })
    }))
})
