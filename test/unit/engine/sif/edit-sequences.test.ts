/** Any sequence of additions and deletions leaves a sound file whose remaining objects are untouched. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSif } from '../../../../src-main/engine/sif/create.ts'
import { editSifInPlace } from '../../../../src-main/engine/sif/edit.ts'
import { withSif } from '../../../../src-main/engine/sif/read.ts'
import { inFolder } from '../../../support/folder.ts'

type Step =
  | {
      readonly kind: 'add'
      readonly data: Uint8Array
      readonly alignmentBytes: number
      readonly groupId: number | null
    }
  | { readonly kind: 'delete'; readonly which: number; readonly zero: boolean; readonly compact: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    data: fc.uint8Array({ maxLength: 300 }),
    alignmentBytes: fc.constantFrom(0, 1, 3, 16, 4096),
    groupId: fc.option(fc.integer({ min: 1, max: 3 })),
  }),
  fc.record({ kind: fc.constant('delete' as const), which: fc.nat(7), zero: fc.boolean(), compact: fc.boolean() }),
)

test('what stays is what was put in', { timeout: 120_000 }, () =>
  inFolder((folder) =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const path = join(folder, 'a.sif')
        await createSif(path, { deterministic: true, capacity: 8, overwrite: true })
        const kept = new Map<number, Uint8Array>()
        const removed: Uint8Array[] = []
        await editSifInPlace(path, async (editor) => {
          for (const each of steps) {
            if (each.kind === 'add' && kept.size < 8)
              kept.set(await editor.add({ ...each, type: 'Generic' }), each.data)
            if (each.kind === 'delete' && kept.size > 0) {
              const id = [...kept.keys()][each.which % kept.size] ?? 0
              if (each.zero) removed.push(kept.get(id) ?? new Uint8Array(0))
              await editor.delete([id], each)
              kept.delete(id)
            }
          }
        })
        await withSif(path, async (file) => {
          expect(file.structure.problems).toEqual([])
          expect(file.structure.objects.map(({ id }) => id)).toEqual([...kept.keys()].sort((a, b) => a - b))
          for (const [id, data] of kept) {
            const { bytes } = await file.readObject(id, { maxBytes: 1000 })
            expect(Buffer.from(bytes).equals(data)).toBe(true)
          }
        })
        // Long random data that was deleted with zeroing is nowhere in the file any more.
        const whole = readFileSync(path)
        const gone = removed.filter((data) => data.length > 64 && new Set(data).size > 16)
        for (const data of gone) expect(whole.indexOf(data)).toBe(-1)
      }),
      { numRuns: 150 },
    ),
  ),
)
