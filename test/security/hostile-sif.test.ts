/** Hostile SIF files: each is answered with a named error or named problems, and never believed. */
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { inspectImage } from '../../src-main/engine/inspect/inspect-image.ts'
import { createSif } from '../../src-main/engine/sif/create.ts'
import { editSif } from '../../src-main/engine/sif/edit.ts'
import { maxDescriptors } from '../../src-main/engine/sif/layout.ts'
import { withSif } from '../../src-main/engine/sif/read.ts'
import { dumpObject, headerText, infoText, listText } from '../../src-main/engine/sif/text.ts'
import { codeOf } from '../support/failing.ts'
import { inFolder } from '../support/folder.ts'
import { hasProgram, makeTwoGroups } from '../support/make-sif.ts'
import { copySlot, header, headerBytes, narrow, type Patch, patched, slotBytes, wide } from '../support/patch-sif.ts'

const huge = 2n ** 63n - 1n
/** Slots: 0 definition, 1 primary partition, 2 data partition in group 2, 3 note in group 2. */
let good: Buffer

beforeAll(() =>
  inFolder(async (folder) => {
    const path = join(folder, 'good.sif')
    await makeTwoGroups(path)
    good = readFileSync(path)
  }),
)

async function onFile<Value>(bytes: Buffer, work: (path: string) => Promise<Value>): Promise<Value> {
  return inFolder(async (folder) => {
    const path = join(folder, 'hostile.sif')
    await writeFile(path, bytes)
    return work(path)
  })
}

const openCode = (bytes: Buffer): Promise<string | null> =>
  onFile(bytes, (path) => codeOf(withSif(path, async () => {})))

describe('what cannot be a SIF file, or has no readable table', () => {
  test.for<[string, string, Patch]>([
    ['magic', 'SIF_NOT_A_SIF', headerBytes('magic', 'SIF_magic\0')],
    ['magic without its NUL', 'SIF_NOT_A_SIF', headerBytes('magic', 'SIF_MAGIC!')],
    ['version 02', 'SIF_VERSION_UNSUPPORTED', headerBytes('version', '02\0')],
    ['version of three letters', 'SIF_VERSION_UNSUPPORTED', headerBytes('version', '01x')],
    ['negative total', 'SIF_TABLE_INVALID', header('descriptorsTotal', -1n)],
    ['total of 2^40', 'SIF_TABLE_INVALID', header('descriptorsTotal', 2n ** 40n)],
    ['total of 2^63-1', 'SIF_TABLE_INVALID', header('descriptorsTotal', huge)],
    ['total of 2^24', 'SIF_TABLE_INVALID', header('descriptorsTotal', 2n ** 24n)],
    ['total above the limit', 'SIF_TABLE_INVALID', header('descriptorsTotal', BigInt(maxDescriptors) + 1n)],
    ['negative table offset', 'SIF_TABLE_INVALID', header('descriptorsOffset', -4096n)],
    ['table inside the header', 'SIF_TABLE_INVALID', header('descriptorsOffset', 127n)],
    ['table behind the end', 'IMAGE_TRUNCATED', header('descriptorsOffset', 2n ** 40n)],
    ['table at 2^63-1', 'IMAGE_TRUNCATED', header('descriptorsOffset', huge)],
    ['window too small', 'SIF_TABLE_INVALID', header('descriptorsSize', 48n * 585n - 1n)],
    ['negative window', 'SIF_TABLE_INVALID', header('descriptorsSize', -1n)],
  ])('%s: %s', async ([, code, patch]) => {
    expect(await openCode(patched(good, patch))).toBe(code)
  })

  test('the largest total in a small file is refused before it is believed', async () => {
    const total = BigInt(maxDescriptors)
    const bytes = patched(good, header('descriptorsTotal', total), header('descriptorsSize', total * 585n))
    expect(await openCode(bytes)).toBe('IMAGE_TRUNCATED')
  })

  test('files that end early', async () => {
    const lengths = [0, 1, 31, 40, 42, 127, 128, 4096, 4096 + 48 * 585 - 1]
    const codes = await Promise.all(lengths.map((length) => openCode(Buffer.from(good.subarray(0, length)))))
    expect(codes).toEqual([
      'SIF_NOT_A_SIF',
      'SIF_NOT_A_SIF',
      'SIF_NOT_A_SIF',
      'SIF_NOT_A_SIF',
      'IMAGE_TRUNCATED',
      'IMAGE_TRUNCATED',
      'IMAGE_TRUNCATED',
      'IMAGE_TRUNCATED',
      'IMAGE_TRUNCATED',
    ])
  })

  test('what is no ordinary file', () =>
    inFolder(async (folder) => {
      expect(await codeOf(withSif(folder, async () => {}))).toBe('FILE_IS_DIRECTORY')
      expect(await codeOf(withSif('/dev/null', async () => {}))).toBe('SIF_NOT_A_FILE')
      await expect(withSif(join(folder, 'nothing'), async () => {})).rejects.toMatchObject({ code: 'ENOENT' })
    }))

  test.skipIf(!hasProgram('mkfifo'))('a pipe nobody writes to does not hold the reader', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'pipe.sif')
      execFileSync('mkfifo', [path])
      expect(await codeOf(withSif(path, async () => {}))).toBe('SIF_NOT_A_FILE')
    }),
  )
})

/** What is found when a file is damaged; the rest of it must still be there. */
const damaged: [string, string[], Patch[]][] = [
  ['nothing wrong', [], []],
  ['a larger window is fine', [], [header('descriptorsSize', 48n * 585n + 100n)]],
  ['free too large', ['header FREE_COUNT_INVALID'], [header('descriptorsFree', 99n)]],
  ['free negative', ['header FREE_COUNT_INVALID'], [header('descriptorsFree', -1n)]],
  ['free = total', ['header FREE_COUNT_WRONG'], [header('descriptorsFree', 48n)]],
  ['data inside the table', ['header DATA_OFFSET_INVALID'], [header('dataOffset', 4096n)]],
  ['data size negative', ['header DATA_SIZE_INVALID'], [header('dataSize', -1n)]],
  ['data size of 2^63-1', ['header NUMBER_OUT_OF_RANGE', 'header DATA_BEYOND_END'], [header('dataSize', huge)]],
  ['time without a date', ['header TIME_OUT_OF_RANGE'], [header('createdAt', huge)]],
  ['time just out of range', ['object 4 TIME_OUT_OF_RANGE'], [wide(3, 'modifiedAt', -8_640_000_000_001n)]],
  [
    'architecture unknown',
    ['header ARCHITECTURE_UNKNOWN', 'header ARCHITECTURE_DIFFERS'],
    [headerBytes('architecture', '77\0')],
  ],
  ['architecture differs', ['header ARCHITECTURE_DIFFERS'], [headerBytes('architecture', '04\0')]],
  ['used = 2', ['object 1 USED_FLAG_ODD'], [slotBytes(0, 'used', Buffer.from([2]))]],
  ['offset negative', ['object 4 OBJECT_OFFSET_NEGATIVE'], [wide(3, 'offset', -4n)]],
  ['inside the header', ['object 4 OBJECT_INSIDE_TABLE'], [wide(3, 'offset', 0n)]],
  ['inside the table', ['object 4 OBJECT_INSIDE_TABLE'], [wide(3, 'offset', 5000n)]],
  ['size negative', ['object 4 OBJECT_SIZE_NEGATIVE'], [wide(3, 'sizeBytes', -1n)]],
  ['size beyond the end', ['object 4 OBJECT_BEYOND_END'], [wide(3, 'sizeBytes', 1_000_000n)]],
  [
    'offset + size over 2^63',
    ['object 4 NUMBER_OUT_OF_RANGE', 'object 4 NUMBER_OUT_OF_RANGE', 'object 4 OBJECT_BEYOND_END'],
    [wide(3, 'offset', huge), wide(3, 'sizeBytes', huge)],
  ],
  ['padded size absurd', [], [wide(3, 'sizeWithPadding', -huge)]],
  ['owner absurd', ['object 4 NUMBER_OUT_OF_RANGE'], [wide(3, 'uid', -huge)]],
  ['ID 0', ['object 0 OBJECT_ID_ZERO'], [narrow(3, 'id', 0)]],
  ['ID twice', ['object 1 OBJECT_ID_REPEATED'], [narrow(3, 'id', 1)]],
  ['group without its marks', ['object 4 GROUP_VALUE_INCOMPLETE'], [narrow(3, 'groupId', 2)]],
  ['link with half its marks', ['object 4 LINK_VALUE_INCOMPLETE'], [narrow(3, 'linkedId', 0x10000002)]],
  ['link to nobody', ['object 4 LINK_TARGET_MISSING'], [narrow(3, 'linkedId', 9)]],
  ['link to no group', ['object 4 LINK_TARGET_MISSING'], [narrow(3, 'linkedId', 0xf0000009)]],
  ['two objects at one place', ['object 4 OBJECTS_OVERLAP'], [wide(3, 'offset', 36_864n)]],
  [
    'a copied descriptor',
    ['header FREE_COUNT_WRONG', 'object 4 OBJECT_ID_REPEATED', 'object 4 OBJECTS_OVERLAP'],
    [copySlot(3, 10)],
  ],
  [
    'two primary partitions',
    ['object 3 PRIMARY_PARTITION_REPEATED'],
    [slotBytes(2, 'extra', Buffer.from('0100000002000000303200', 'hex'))],
  ],
  ['type unknown', ['object 4 OBJECT_TYPE_UNKNOWN'], [narrow(3, 'type', 0xffffffff)]],
  [
    'partition codes unknown',
    ['object 3 FILE_SYSTEM_UNKNOWN', 'object 3 PARTITION_TYPE_UNKNOWN', 'object 3 ARCHITECTURE_UNKNOWN'],
    [slotBytes(2, 'extra', Buffer.from('ffffffffffffffff616d64', 'hex'))],
  ],
  ['signature hash unknown', ['object 4 HASH_UNKNOWN'], [narrow(3, 'type', 0x4005)]],
  ['message unknown', ['object 4 MESSAGE_UNKNOWN'], [narrow(3, 'type', 0x4008)]],
  ['software list unknown', ['object 4 SBOM_FORMAT_UNKNOWN'], [narrow(3, 'type', 0x4009)]],
  ['digest that is none', ['object 4 OCI_DIGEST_INVALID'], [narrow(3, 'type', 0x400b)]],
  ['name that acts on a terminal', ['object 4 NAME_UNPRINTABLE'], [slotBytes(3, 'name', Buffer.from('\u001b[2J'))]],
  ['name that turns lines around', ['object 4 NAME_UNPRINTABLE'], [slotBytes(3, 'name', Buffer.from('a\u202eb'))]],
  ['name that is not UTF-8', ['object 4 NAME_UNPRINTABLE'], [slotBytes(3, 'name', Buffer.from([0xff, 0xfe]))]],
  ['name with a NUL in it', ['object 4 NAME_UNPRINTABLE'], [slotBytes(3, 'name', Buffer.from('a\0b'))]],
]

describe('damaged files keep what is readable', () => {
  test.for(damaged)('%s', async ([, expected, patches]) => {
    await onFile(patched(good, ...patches), async (path) => {
      const seen = await inspectImage(path)
      const found = seen.problems.filter(({ code }) => !code.startsWith('METADATA') && !code.startsWith('OCI_BLOB'))
      expect(found.map(({ at, code }) => `${at} ${code}`)).toEqual(expected)
      expect(seen.definition).toBe('Bootstrap: scratch\n')
      expect(seen.objects.length).toBeGreaterThanOrEqual(4)
      for (const { offset, sizeBytes, uid } of seen.objects) {
        expect([offset, sizeBytes, uid].every(Number.isSafeInteger)).toBe(true)
      }
    })
  })

  test('what lies outside is not read, and what is cut off is not taken for whole', async () => {
    const read = (bytes: Buffer, ask: 'read' | 'stream' | 'dump') =>
      onFile(bytes, (path) =>
        codeOf(
          withSif(path, async (file) => {
            if (ask === 'read') await file.readObject(4, { maxBytes: 10 })
            else for await (const _ of ask === 'stream' ? file.streamObject(4) : dumpObject(file, 4));
          }),
        ),
      )
    const outside = patched(good, wide(3, 'offset', -4n))
    const negative = patched(good, wide(3, 'sizeBytes', -1n))
    const far = patched(good, wide(3, 'offset', huge), wide(3, 'sizeBytes', huge))
    const cut = patched(good, wide(3, 'sizeBytes', huge))
    for (const bytes of [outside, negative, far]) {
      expect(await read(bytes, 'read')).toBe('SIF_OBJECT_UNREADABLE')
      expect(await read(bytes, 'stream')).toBe('SIF_OBJECT_UNREADABLE')
      expect(await read(bytes, 'dump')).toBe('SIF_OBJECT_UNREADABLE')
    }
    expect(await read(cut, 'read')).toBe(null)
    expect(await read(cut, 'stream')).toBe('IMAGE_TRUNCATED')
    expect(await read(cut, 'dump')).toBe('IMAGE_TRUNCATED')
  })

  test('an object that is cut off gives what is there', () =>
    onFile(patched(good, wide(3, 'sizeBytes', huge)), (path) =>
      withSif(path, async (file) => {
        const { bytes, truncated } = await file.readObject(4, { maxBytes: 1_000_000 })
        expect([Buffer.from(bytes).toString(), truncated]).toEqual(['a note\n', true])
      }),
    ))

  test('IDs that are repeated or 0 name nothing', async () => {
    const find = (bytes: Buffer, id: number) =>
      onFile(bytes, (path) => codeOf(withSif(path, async (file) => infoText(file, id))))
    expect(await find(patched(good, narrow(3, 'id', 1)), 1)).toBe('SIF_OBJECT_AMBIGUOUS')
    expect(await find(patched(good, narrow(3, 'id', 0)), 0)).toBe('SIF_OBJECT_NOT_FOUND')
    expect(await find(good, 5)).toBe('SIF_OBJECT_NOT_FOUND')
  })

  test('two primary partitions leave none to be taken for the right one', () =>
    onFile(patched(good, slotBytes(2, 'extra', Buffer.from('0100000002000000303200', 'hex'))), async (path) => {
      expect((await inspectImage(path)).primaryPartition).toBe(null)
    }))

  test('the text of absurd numbers is that of the reference', () =>
    onFile(
      patched(
        good,
        header('createdAt', huge),
        header('dataSize', -2048n),
        wide(2, 'sizeBytes', -4n),
        wide(3, 'offset', -4n),
        wide(3, 'sizeBytes', 4n),
      ),
      (path) =>
        withSif(path, async (file) => {
          expect(headerText(file)).toContain('Data Size:            -2 KiB\n')
          expect(headerText(file)).toContain('Created At:           292277026596-12-04 15:30:07 +0000 UTC\n')
          expect(listText(file)).toContain('4    |2       |NONE    |-4-0                      |Generic/Raw\n')
        }),
    ))

  test('a thousand complaints are enough', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'many.sif')
      const objects = Array.from({ length: 1200 }, () => ({ type: 'Generic' as const, data: Buffer.from('x') }))
      await createSif(path, { deterministic: true, capacity: 1200, objects })
      const bytes = readFileSync(path)
      await writeFile(path, patched(bytes, ...objects.map((_, slot) => narrow(slot, 'id', 7))))
      await withSif(path, async ({ structure: { problems } }) => {
        expect(problems.length).toBe(1001)
        expect(problems.at(-1)?.code).toBe('PROBLEMS_CUT')
      })
    }))
})

describe('writing to damaged files', () => {
  test('zeroing never makes a file longer, nor touches what stays', async () => {
    await onFile(patched(good, wide(3, 'sizeBytes', 2n ** 40n)), async (path) => {
      await editSif(path, (editor) => editor.delete([4], { zero: true }))
      expect(statSync(path).size).toBe(good.length)
      expect(readFileSync(path).subarray(-7)).toEqual(Buffer.alloc(7))
    })
    const deleting = (patch: Patch) =>
      onFile(patched(good, patch), (path) => codeOf(editSif(path, (editor) => editor.delete([4], { zero: true }))))
    expect(await deleting(wide(3, 'offset', 36_864n))).toBe('SIF_DAMAGED')
    expect(await deleting(wide(3, 'offset', 4096n))).toBe('SIF_DAMAGED')
  })

  test('nothing is appended by a claimed end', async () => {
    const adding = (...patches: Patch[]) =>
      onFile(patched(good, ...patches), async (path) => {
        const code = await codeOf(editSif(path, (editor) => editor.add({ type: 'Generic', data: Buffer.from('x') })))
        expect(statSync(path).size).toBeLessThan(good.length + 10)
        return code
      })
    expect(await adding(header('dataOffset', 2n ** 40n))).toBe('SIF_DAMAGED')
    expect(await adding(header('dataOffset', -1n))).toBe('SIF_DAMAGED')
    expect(await adding(wide(3, 'offset', 2n ** 40n))).toBe('SIF_DAMAGED')
    expect(await adding(wide(3, 'sizeBytes', -1n))).toBe('SIF_DAMAGED')
    expect(await adding(header('dataSize', huge))).toBe(null)
  })

  test('a damaged object can be deleted, which repairs the file', () =>
    onFile(patched(good, wide(3, 'offset', -4n), narrow(3, 'id', 0)), async (path) => {
      await editSif(path, (editor) => editor.delete(({ id }) => id === 0, { zero: true, compact: true }))
      await withSif(path, async ({ structure }) => expect(structure.problems).toEqual([]))
    }))
})

describe('files that change while they are read', () => {
  test('one that shrinks is reported, not read as zeros', () =>
    onFile(good, (path) =>
      withSif(path, async (file) => {
        await truncate(path, 33_000)
        expect(await codeOf(file.readObject(2, { maxBytes: 100_000 }))).toBe('SIF_CHANGED_UNDERNEATH')
      }),
    ))
})
