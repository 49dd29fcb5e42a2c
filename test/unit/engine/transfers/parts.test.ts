import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OrderedHash } from '../../../../src-main/engine/transfers/ordered-hash.ts'
import { PartPlan, partSizeFor } from '../../../../src-main/engine/transfers/parts.ts'
import { isAllowed } from '../../../../src-main/engine/trust/pull-policy.ts'
import { pullPolicies } from '../../../../src-shared/contract/transfers.ts'
import { verdicts } from '../../../../src-shared/model/verification.ts'
import { inFolder } from '../../../support/folder.ts'

const signal = new AbortController().signal

describe('the parts of a download', () => {
  it('cover a file exactly once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 700 }), (size, partSize) => {
        const plan = new PartPlan(size, partSize)
        const parts = Array.from({ length: plan.count }, (_, index) => plan.part(index))
        expect(parts.reduce((at, { start, end }) => (start === at && end > start ? end : Number.NaN), 0)).toBe(size)
      }),
    )
  })

  it('forget what an earlier run cannot have received', () => {
    const plan = new PartPlan(25, 10, [10, 11, -1, 5, Number.NaN])
    expect([plan.received, plan.receivedBytes, plan.frontier(0)]).toEqual([[10, 0, 0], 10, 10])
  })

  it('stay few, whatever size a server claims', () => {
    for (const size of [1, 1e9, 1e13, Number.MAX_SAFE_INTEGER]) {
      expect(Math.ceil(size / partSizeFor(size))).toBeLessThanOrEqual(20_000)
    }
  })

  it('hash to the same in whatever order they arrive', async () => {
    await inFolder(async (folder) => {
      const arrivals = fc.record({
        data: fc.uint8Array({ minLength: 1, maxLength: 3000 }),
        partSize: fc.integer({ min: 1, max: 500 }),
        order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
        chunk: fc.integer({ min: 1, max: 200 }),
      })
      await fc.assert(
        fc.asyncProperty(arrivals, async ({ data, partSize, order, chunk }) => {
          const file = await open(join(folder, 'file'), 'w+')
          try {
            const plan = new PartPlan(data.length, partSize)
            const hash = new OrderedHash(file)
            for (let step = 0; plan.receivedBytes < data.length; step++) {
              const open = Array.from({ length: plan.count }, (_, index) => index).filter(
                (index) => !plan.isComplete(index),
              )
              const index = open[(order[step % order.length] ?? 0) % open.length] ?? 0
              const position = plan.position(index)
              const bytes = data.subarray(position, Math.min(position + chunk, plan.part(index).end))
              await file.write(bytes, 0, bytes.length, position)
              plan.add(index, bytes.length)
              hash.offer(position, bytes.length, bytes)
              if (plan.isComplete(index)) await hash.catchUp(plan.frontier(hash.position), signal)
            }
            await hash.catchUp(data.length, signal)
            expect(await hash.digest()).toBe(`sha256:${createHash('sha256').update(data).digest('hex')}`)
          } finally {
            await file.close()
          }
        }),
        { numRuns: 150 },
      )
    })
  })
})

describe('pull policies', () => {
  it('never let a changed image in, and get stricter in their order', () => {
    const letIn = pullPolicies.map((policy) => verdicts.filter((verdict) => isAllowed(policy, verdict)))
    expect(letIn).toEqual([
      verdicts.filter((verdict) => verdict !== 'changed'),
      ['yours', 'verified', 'accepted', 'expiredSinceSigning', 'superseded', 'expiredBeforeSigning', 'unknown'],
      ['yours', 'verified', 'accepted'],
    ])
  })
})
