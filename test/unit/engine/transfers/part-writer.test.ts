import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PartWriter } from '../../../../src-main/engine/transfers/part-writer.ts'
import { inFolder } from '../../../support/folder.ts'

it('puts chunks of any size in their place, and tells of each in order once it is there', () =>
  inFolder(async (folder) => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constant(700_000)), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 0, max: 1000 }), async (lengths, start) => {
        const path = join(folder, 'file')
        const file = await open(path, 'w+')
        const chunks = lengths.map((length, index) => Buffer.alloc(length, index + 1))
        const told: number[] = []
        const writer = new PartWriter(file, start, (chunk, position) => told.push(position, chunk.length))
        for (const chunk of chunks) await writer.add(chunk)
        await writer.flush()
        await file.close()
        expect((await readFile(path)).subarray(start).equals(Buffer.concat(chunks))).toBe(true)
        let at = start
        expect(told).toEqual(
          lengths.flatMap((length) => {
            at += length
            return [at - length, length]
          }),
        )
      }),
      { numRuns: 30 },
    )
  }))

it('fails with what the system says, and tells of nothing that is not there', () =>
  inFolder(async (folder) => {
    const file = await open(join(folder, 'file'), 'w+')
    await file.close()
    const told: number[] = []
    const writer = new PartWriter(file, 0, (_chunk, position) => told.push(position))
    await writer.add(Buffer.alloc(10))
    await expect(writer.flush()).rejects.toThrow()
    expect(told).toEqual([])
  }))
