import { describe, expect, it } from 'vitest'
import { extractOutcome, suggestedFolder } from '../../../../src-renderer/features/files/extract-view.ts'
import { fileKind } from '../../../../src-renderer/features/files/file-kind.ts'
import { isShowable, pictureFacts } from '../../../../src-renderer/features/files/picture.ts'
import { sizeRows } from '../../../../src-renderer/features/files/sizes-view.tsx'
import type { Job } from '../../../../src-shared/model/job.ts'
import { attributeText } from '../../../../src-shared/text/files.ts'

const bytesOf = (...parts: readonly (string | number)[]): Uint8Array => {
  const bytes = parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part].map((one) => one.charCodeAt(0))))
  return Uint8Array.from([...bytes, ...Array<number>(64).fill(0)])
}

describe('what contents are', () => {
  it('is said by their first bytes', () => {
    const elf = bytesOf(0x7f, 'ELF', 2, 1)
    elf[18] = 0x3e
    expect(fileKind(elf, null)).toBe('ELF, x86-64')
    expect(fileKind(bytesOf(0x1f, 0x8b), null)).toBe('gzip')
    expect(fileKind(bytesOf('hello'), 'plain')).toBe('UTF-8')
    expect(fileKind(bytesOf('#!/bin/sh'), 'shell')).toBe('UTF-8 · shell')
    expect(fileKind(bytesOf(0, 1, 2), null)).toBeNull()
    expect(fileKind(new Uint8Array(), null)).toBeNull()
  })
})

describe('a picture', () => {
  it('says its size before it is decoded', () => {
    const png = bytesOf(0x89, 'PNG', 13, 10, 26, 10, 0, 0, 0, 13, 'IHDR', 0, 0, 1, 0, 0, 0, 0, 64)
    expect(pictureFacts(png)).toEqual({ mediaType: 'image/png', width: 256, height: 64 })
    expect(pictureFacts(bytesOf('GIF89a', 2, 1, 3, 0))).toEqual({ mediaType: 'image/gif', width: 258, height: 3 })
    const jpeg = bytesOf(0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 5, 0, 7)
    expect(pictureFacts(jpeg)).toEqual({ mediaType: 'image/jpeg', width: 7, height: 5 })
    const webp = bytesOf('RIFF', 0, 0, 0, 0, 'WEBP', 'VP8X', 10, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 19, 0, 0)
    expect(pictureFacts(webp)).toEqual({ mediaType: 'image/webp', width: 10, height: 20 })
  })

  it('that claims too much, or nothing, is not decoded', () => {
    const facts = { mediaType: 'image/png', width: 50_000, height: 50_000 } as const
    expect(isShowable(facts, 1000)).toBe(false)
    expect(isShowable({ ...facts, width: 0 }, 1000)).toBe(false)
    expect(isShowable({ ...facts, width: 10, height: 10 }, 50_000_000)).toBe(false)
    expect(isShowable({ ...facts, width: 10, height: 10 }, 1000)).toBe(true)
    for (let length = 0; length < 40; length += 1) {
      for (const start of ['RIFF....WEBPVP8L', 'GIF8', '\xff\xd8\xff\xc0', '\x89PNG........IHDR']) {
        expect(() => pictureFacts(bytesOf(start).subarray(0, length))).not.toThrow()
      }
    }
  })
})

describe('sizes in a folder', () => {
  const usage = (path: string, totalBytes: number, files: number) => ({
    path,
    totalBytes,
    files,
    directories: 1,
    others: 0,
  })
  const file = (path: string, sizeBytes: number) => ({
    path,
    type: 'file' as const,
    sizeBytes,
    mode: '0644',
    uid: 0,
    gid: 0,
    mtime: '2026-11-03T00:00:00Z',
  })

  it('stand largest first, folders among files', () => {
    const folder = { ...file('/a/d', 0), type: 'dir' as const }
    const directory = { entries: [folder, file('/a/f', 30), file('/a/g', 5)], total: 3, problems: [] }
    const rows = sizeRows([usage('/a', 100, 9), usage('/a/d', 65, 7)], '/a', directory)
    expect(rows.map(({ path, totalBytes, files, share }) => [path, totalBytes, files, share])).toEqual([
      ['/a/d', 65, 7, 0.65],
      ['/a/f', 30, 1, 0.3],
      ['/a/g', 5, 1, 0.05],
    ])
  })

  it('of a huge folder sum up its own files', () => {
    const directory = { entries: [file('/a/f', 30)], total: 500_000, problems: [] }
    const rows = sizeRows([usage('/a', 100, 9), usage('/a/d', 65, 7)], '/a', directory)
    expect(rows.map(({ path, totalBytes, files }) => [path, totalBytes, files])).toEqual([
      ['/a/d', 65, 7],
      ['', 35, 2],
    ])
    expect(sizeRows([usage('/', 0, 0)], '/', { entries: [], total: 0, problems: [] })).toEqual([])
  })
})

describe('an extraction', () => {
  const job: Job = {
    id: '1',
    kind: 'extract',
    subject: 'x.sif',
    from: '/x.sif',
    state: 'done',
    progress: { phase: 'extracting', bytesDone: 1, bytesTotal: 1, rate: null },
    canPause: false,
    createdAt: '2026-11-03T00:00:00Z',
    startedAt: null,
    finishedAt: null,
    error: null,
    result: {
      to: '/home/a/x',
      entries: 3,
      bytes: 10,
      leftOut: 1,
      problemCount: 1,
      problems: [{ path: '/f', message: 'm' }, 7],
    },
    log: [],
  }

  it('tells what came of it', () => {
    expect(extractOutcome(job)).toEqual({
      to: '/home/a/x',
      entries: 3,
      bytes: 10,
      leftOut: 1,
      ownersRefused: 0,
      problemCount: 1,
      problems: [{ path: '/f', message: 'm' }],
    })
    expect(extractOutcome({ ...job, state: 'running' })).toBeNull()
    expect(extractOutcome({ ...job, kind: 'pull' })).toBeNull()
  })

  it('is offered a folder of its own', () => {
    expect(suggestedFolder('/home/a/', '/data/gatk_4.6.1.sif')).toBe('/home/a/gatk_4.6.1')
  })
})

describe('extended attributes', () => {
  it('are text where they are, else bytes', () => {
    expect(attributeText('68656c6c6f')).toBe('hello')
    expect(attributeText('68656c6c6f00')).toBe('hello')
    expect(attributeText('0100000200')).toBe('01 00 00 02 00')
    expect(attributeText('')).toBe('')
  })
})
