/** Reading objects: pieces, streams, cancelling, and how much is read for it. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSif } from '../../../../src-main/engine/sif/create.ts'
import { type SifFile, withSif } from '../../../../src-main/engine/sif/read.ts'
import { codeOf } from '../../../support/failing.ts'
import { inFolder } from '../../../support/folder.ts'
import { makeManyObjects } from '../../../support/make-sif.ts'

const overviewBytes = 128 + 48 * 585

/** Opens a file whose first object has 100 000 bytes counting up and whose second is empty. */
function onCounting<Value>(work: (file: SifFile) => Promise<Value>): Promise<Value> {
  return inFolder(async (folder) => {
    const path = join(folder, 'a.sif')
    await createSif(path, {
      objects: [
        { type: 'Generic', data: Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251)) },
        { type: 'Generic', data: new Uint8Array(0) },
      ],
    })
    return withSif(path, work)
  })
}

describe('reading objects', () => {
  test('opening reads header and table, and a piece costs that piece', () =>
    onCounting(async (file) => {
      expect(file.bytesRead).toBe(overviewBytes)
      const { bytes, truncated } = await file.readObject(1, { maxBytes: 4, offset: 250 })
      expect([...bytes, truncated]).toEqual([250, 0, 1, 2, true])
      expect(file.bytesRead).toBe(overviewBytes + 4)
    }))

  test('a piece at the end, behind it, and of nothing', () =>
    onCounting(async (file) => {
      const ask = async (id: number, offset: number) => {
        const { bytes, truncated } = await file.readObject(id, { maxBytes: 10, offset })
        return [bytes.length, truncated]
      }
      expect(await ask(1, 99_995)).toEqual([5, false])
      expect(await ask(1, 200_000)).toEqual([0, false])
      expect(await ask(2, 0)).toEqual([0, false])
    }))

  test('a stream gives every byte once, in chunks of the size asked for', () =>
    onCounting(async (file) => {
      const lengths: number[] = []
      let sum = 0
      for await (const chunk of file.streamObject(1, { chunkBytes: 30_000 })) {
        lengths.push(chunk.length)
        for (const byte of chunk) sum += byte
      }
      expect(lengths).toEqual([30_000, 30_000, 30_000, 10_000])
      expect(sum).toBe(Array.from({ length: 100_000 }, (_, index) => index % 251).reduce((a, b) => a + b))
      expect(file.bytesRead).toBe(overviewBytes + 100_000)
    }))

  test('a stream that is cancelled stops at once', () =>
    onCounting(async (file) => {
      const cancel = new AbortController()
      const read = async (): Promise<void> => {
        for await (const _ of file.streamObject(1, { chunkBytes: 1000, signal: cancel.signal })) cancel.abort()
      }
      await expect(read()).rejects.toMatchObject({ name: 'AbortError' })
      expect(file.bytesRead).toBe(overviewBytes + 1000)
    }))

  test('an object that is not there', () =>
    onCounting(async (file) => {
      expect(await codeOf(file.readObject(3, { maxBytes: 1 }))).toBe('SIF_OBJECT_NOT_FOUND')
      expect(await codeOf(file.readObject(0, { maxBytes: 1 }))).toBe('SIF_OBJECT_NOT_FOUND')
    }))

  test('a table of many thousand slots', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'many.sif')
      await makeManyObjects(path, 3000)
      await withSif(path, async (file) => {
        expect(file.structure.objects.length).toBe(3000)
        expect(file.structure.objects.at(-1)).toMatchObject({ slot: 2999, id: 3000, name: 'object-3000' })
        expect(file.structure.problems).toEqual([])
        expect(file.bytesRead).toBe(128 + 3000 * 585)
      })
    }))
})
