import { createHash, randomBytes } from 'node:crypto'
import { appendFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { followFile } from '../../../../src-main/engine/platform/hashing/index.ts'
import { codeOf } from '../../../support/failing.ts'
import { inFolder } from '../../../support/folder.ts'

const hexOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

it('hashes a file while it grows', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'file')
    const bytes = randomBytes(12_000_000)
    await writeFile(path, '')
    const follower = followFile(path, 'sha256')
    try {
      for (let at = 0; at < bytes.length; at += 1_700_000) {
        await appendFile(path, bytes.subarray(at, at + 1_700_000))
        follower.advance(Math.min(bytes.length, at + 1_700_000))
      }
      expect(await follower.digest()).toBe(hexOf(bytes))
      // It can go on after an answer.
      await appendFile(path, 'more')
      follower.advance(bytes.length + 4)
      expect(await follower.digest()).toBe(hexOf(Buffer.concat([bytes, Buffer.from('more')])))
    } finally {
      follower.close()
    }
  }))

it('begins again when told to, and says when the file is too short', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'file')
    await writeFile(path, randomBytes(6_000_000))
    const follower = followFile(path, 'sha256')
    try {
      follower.advance(6_000_000)
      const other = randomBytes(5_000_000)
      await writeFile(path, other)
      follower.restart()
      follower.advance(other.length)
      expect(await follower.digest()).toBe(hexOf(other))
      await truncate(path, 10)
      follower.restart()
      follower.advance(other.length)
      expect(await codeOf(follower.digest())).toBe('FILE_CHANGED_UNDERNEATH')
    } finally {
      follower.close()
    }
  }))

it('serves several files at once, and gives its threads back', () =>
  inFolder(async (folder) => {
    const files = Array.from({ length: 4 }, () => randomBytes(3_000_000))
    const digests = await Promise.all(
      files.map(async (bytes, index) => {
        const path = join(folder, `file-${index}`)
        await writeFile(path, bytes)
        const follower = followFile(path, 'sha256')
        try {
          follower.advance(bytes.length)
          return await follower.digest()
        } finally {
          follower.close()
        }
      }),
    )
    expect(digests).toEqual(files.map(hexOf))
  }))
