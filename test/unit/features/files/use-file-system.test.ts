import { describe, expect, it } from 'vitest'
import { obstacle } from '../../../../src-renderer/features/files/obstacle.ts'
import { fileSystemFacts } from '../../../../src-renderer/features/files/use-file-system.ts'
import type { FileSystemType } from '../../../../src-shared/model/sif.ts'
import { inspectionOf, objectOf } from '../inspect/inspection-of.ts'

const usage = (path: string, totalBytes: number, files = 1) => ({ path, totalBytes, files, directories: 0, others: 0 })

const withPrimary = (fileSystem: FileSystemType) =>
  inspectionOf({
    objects: [
      objectOf({
        id: 1,
        type: 'Partition',
        detail: { kind: 'partition', fileSystem, partitionType: 'PrimSys', architecture: 'amd64', codes: [1, 2] },
      }),
    ],
  })

describe('sizes by directory', () => {
  it('come largest first, without the root and without empty ones', () => {
    const facts = fileSystemFacts([usage('/', 50, 7), usage('/etc', 1), usage('/usr', 40), usage('/tmp', 0)], 'gzip')
    expect(facts).toEqual({
      fileCount: 7,
      compressor: 'gzip',
      directories: [
        { path: '/usr', sizeBytes: 40 },
        { path: '/etc', sizeBytes: 1 },
      ],
    })
    expect(fileSystemFacts([], null)).toEqual({ fileCount: null, compressor: null, directories: [] })
  })
})

describe('what stands in the way of looking at files', () => {
  it('is nothing for SquashFS and ext3, and named for everything else', () => {
    expect(obstacle(withPrimary('Squashfs'))).toBeNull()
    expect(obstacle(withPrimary('Ext3'))).toBeNull()
    expect(obstacle(withPrimary('Raw'))?.title).toBe('Files in raw data cannot be listed')
    expect(obstacle({ ...withPrimary('EncryptedSquashfs'), encrypted: true })?.title).toContain('encrypted')
    expect(obstacle(inspectionOf())?.title).toBe('This image has no file system')
  })
})
