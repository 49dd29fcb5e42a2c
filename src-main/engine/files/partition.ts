/** Finding the file system of an image: a SIF's primary partition, or a file that is a squashfs itself. */
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

/**
 * @param path of the image
 * @param handle the same file, open for reading
 * @throws AppFailure FILES_NO_PARTITION, FILES_ENCRYPTED, FILES_FILE_SYSTEM_UNSUPPORTED, and those of opening a SIF
 */
export async function findFileSystem(path: string, handle: FileHandle): Promise<Window> {
  const start = Buffer.alloc(4)
  await handle.read(start, 0, 4, 0)
  if (start.toString('latin1') === squashfsMagic) return { offset: 0, sizeBytes: (await handle.stat()).size }
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

function checkFileSystem({ detail }: SifObject, path: string): void {
  if (detail.kind !== 'partition' || detail.fileSystem === 'Squashfs') return
  if (detail.fileSystem === 'EncryptedSquashfs' || detail.fileSystem === 'GocryptfsSquashfs') {
    throw failure('FILES_ENCRYPTED', { path })
  }
  throw failure('FILES_FILE_SYSTEM_UNSUPPORTED', { path, fileSystem: detail.fileSystem })
}
