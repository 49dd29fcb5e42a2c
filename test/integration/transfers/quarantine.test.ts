/** Images that were fetched and kept out: by policies, with the reason, until released with a note or deleted. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createQuarantine, type QuarantineService } from '../../../src-main/engine/transfers/quarantine.ts'
import type { Arrival } from '../../../src-shared/model/policy.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { type PullSet, withPull } from './pull-fixture.ts'

const reference = 'library://ada/tools/align:1.0'
const call = { signal: new AbortController().signal }

async function put({ service }: PullSet): Promise<Buffer> {
  const file = await smallSif('amd64')
  service.put('ada/tools/align', file, { tags: ['1.0'], arch: 'amd64' })
  return Buffer.from(file)
}

function quarantineOf(set: PullSet): QuarantineService & { readonly renamed: string[][] } {
  const renamed: string[][] = []
  const service = createQuarantine(set.context, {
    arrivals: set.admission.arrivals,
    changed: set.admission.changed,
    imageFolder: () => set.images,
    enter: async (path, { digest, reference: from }) => {
      set.entered.push({ path, digest, reference: from })
      return 'released'
    },
    renamed: (from, to) => void renamed.push([from, to]),
  })
  return { ...service, renamed }
}

const codeOf = async (attempt: () => unknown): Promise<string> => {
  try {
    await attempt()
    return 'done'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** A pull that the policy for the namespace keeps apart. */
async function keptApart(set: PullSet): Promise<Arrival> {
  set.admission.setPolicy(
    {
      namespace: 'library://ada/*',
      signers: null,
      changed: 'refuse',
      other: 'apart',
      notSigned: 'refuse',
      signerChange: 'apart',
    },
    { kind: 'yours' },
  )
  const job = await set.pull({ reference })
  expect(job.error?.code).toBe('PULL_REFUSED')
  expect(job.error?.hint).toContain('Kept apart until you look, by the policy for library://ada/*.')
  const [arrival] = set.admission.arrivals.waiting()
  if (arrival === undefined) throw new Error('nothing was kept apart')
  return arrival
}

describe('an image that a policy keeps apart', () => {
  it('is recorded with the reason and is under no name of an image', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      const arrival = await keptApart(set)
      expect(arrival).toMatchObject({
        reference,
        name: 'align_1.0.sif',
        sizeBytes: file.length,
        verdict: 'unknown',
        sentence: 'Said of it.',
        admission: { outcome: 'apart', reason: 'unknownSigner', namespace: 'library://ada' },
        after: 'waiting',
      })
      expect([await set.files(), set.entered]).toEqual([[], []])
      expect((await stat(arrival.path)).mode & 0o777).toBe(0o600)
      expect(set.admission.arrivals.lastOfPolicy('library://ada')?.id).toBe(arrival.id)
    })
  })

  it('is released with a note, whole and executable, and the note stays', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      const { id, path: from } = await keptApart(set)
      const quarantine = quarantineOf(set)
      const released = await quarantine.handlers['trust.release']({ id, note: 'asked Ada by phone' }, call)
      const path = join(set.images, 'align_1.0.sif')
      expect(released).toEqual({ path, imageId: 'released' })
      expect((await readFile(path)).equals(file)).toBe(true)
      expect((await stat(path)).mode & 0o111).not.toBe(0)
      expect(quarantine.renamed).toEqual([[from, path]])
      expect(set.entered).toMatchObject([{ path, reference }])
      expect(await readdir(join(set.context.paths.home, 'quarantine'))).toEqual([])
      expect(set.admission.arrivals.get(id)).toMatchObject({ after: 'released', note: 'asked Ada by phone', path })
      expect(quarantine.handlers['trust.quarantine']({}, call)).toEqual([])
      expect(await codeOf(() => quarantine.handlers['trust.release']({ id, note: 'again' }, call))).toBe(
        'QUARANTINE_NOT_FOUND',
      )
    })
  })

  it('never takes the name of an image that is there, and stays', async () => {
    await withPull(async (set) => {
      await put(set)
      const { id, path } = await keptApart(set)
      await writeFile(join(set.images, 'align_1.0.sif'), 'mine')
      const quarantine = quarantineOf(set)
      expect(await codeOf(() => quarantine.handlers['trust.release']({ id, note: 'x' }, call))).toBe('FILE_EXISTS')
      expect(await readFile(join(set.images, 'align_1.0.sif'), 'utf8')).toBe('mine')
      expect(await set.files()).toEqual(['align_1.0.sif'])
      expect((await stat(path)).isFile()).toBe(true)
      const elsewhere = await mkdtemp(join(tmpdir(), 'sif-desktop-test-'))
      try {
        const output = join(elsewhere, 'other.sif')
        expect(await quarantine.handlers['trust.release']({ id, note: 'x', output }, call)).toMatchObject({
          path: output,
        })
      } finally {
        await rm(elsewhere, { recursive: true })
      }
    })
  })

  it('is not released when it has changed or gone since', async () => {
    await withPull(async (set) => {
      await put(set)
      const { id, path } = await keptApart(set)
      const { handlers } = quarantineOf(set)
      const bytes = await readFile(path)
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      await writeFile(path, bytes)
      expect(await codeOf(() => handlers['trust.release']({ id, note: 'x' }, call))).toBe('QUARANTINE_FILE_DIFFERS')
      await rm(path)
      expect(await codeOf(() => handlers['trust.release']({ id, note: 'x' }, call))).toBe('QUARANTINE_FILE_GONE')
      expect([await set.files(), set.entered]).toEqual([[], []])
      expect(await handlers['trust.discard']({ id }, call)).toEqual({ removed: true })
      expect(set.admission.arrivals.get(id)).toMatchObject({ after: 'deleted' })
    })
  })

  it('is deleted when the user says so, and nothing else', async () => {
    await withPull(async (set) => {
      await put(set)
      const { id, path } = await keptApart(set)
      const { handlers } = quarantineOf(set)
      await handlers['trust.discard']({ id }, call)
      expect(await codeOf(() => stat(path))).toContain('ENOENT')
      expect(await codeOf(() => handlers['trust.discard']({ id }, call))).toBe('QUARANTINE_NOT_FOUND')
    })
  })
})

it('what is here already stays, whatever a policy says now, and cannot be deleted from the quarantine', async () => {
  await withPull(async (set) => {
    await put(set)
    expect((await set.pull({ reference })).state).toBe('done')
    set.verdict = 'changed'
    expect((await set.pull({ reference })).state).toBe('done')
    expect(set.admission.arrivals.waiting()).toEqual([])
    expect(await set.files()).toEqual(['align_1.0.sif'])
  })
})
