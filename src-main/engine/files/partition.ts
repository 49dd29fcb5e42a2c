/** Finding the file system of an image: a SIF's primary partition, or a file that is one itself. */
import type { FileHandle } from 'node:fs/promises'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { SifFile } from '../sif/read.ts'

/** Where the file system lies in its file. */
export interface Window {
  readonly offset: number
  readonly sizeBytes: number
}

const squashfsMagic = 'hsqs'
/** Where ext2, ext3 and ext4 have their magic number, and the number. Source: kernel, filesystems/ext4. */
const ext = { at: 1080, magic: 0xef53 }

/**
 * @param path of the image
 * @param handle the same file, open for reading
 * @throws AppFailure FILES_NO_PARTITION, FILES_ENCRYPTED, FILES_FILE_SYSTEM_UNSUPPORTED, and those of opening a SIF
 */
export async function findFileSystem(path: string, handle: FileHandle): Promise<Window> {
  if (await isFileSystem(handle)) return { offset: 0, sizeBytes: (await handle.stat()).size }
  const sif = await SifFile.open(path)
  try {
    const primary = sif.structure.objects.filter(
      ({ detail }) => detail.kind === 'partition' && detail.partitionType === 'PrimSys',
    )
    const [object] = primary
    if (object === undefined || primary.length > 1) throw failure('FILES_NO_PARTITION', { path })
    checkFileSystem(object, path)
    const extent = sif.extent(object)
    if (extent === null) throw failure('SIF_OBJECT_UNREADABLE', { path, id: object.id })
    return { offset: extent.offset, sizeBytes: extent.availableBytes }
  } finally {
    await sif.close()
  }
}

/** Whether a file is a file system itself that can be looked into, by its magic number. */
export async function isFileSystem(handle: FileHandle): Promise<boolean> {
  const start = Buffer.alloc(ext.at + 2)
  const { bytesRead } = await handle.read(start, 0, start.length, 0)
  if (start.toString('latin1', 0, 4) === squashfsMagic) return true
  return bytesRead === start.length && start.readUInt16LE(ext.at) === ext.magic
}

function checkFileSystem({ detail }: SifObject, path: string): void {
  if (detail.kind !== 'partition' || detail.fileSystem === 'Squashfs' || detail.fileSystem === 'Ext3') return
  if (detail.fileSystem === 'EncryptedSquashfs' || detail.fileSystem === 'GocryptfsSquashfs') {
    throw failure('FILES_ENCRYPTED', { path })
  }
  throw failure('FILES_FILE_SYSTEM_UNSUPPORTED', { path, fileSystem: detail.fileSystem })
}
