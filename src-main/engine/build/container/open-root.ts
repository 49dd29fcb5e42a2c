/** Looking into a squashfs that lies at some place of an open file, in a helper of its own. */
import type { FileHandle } from 'node:fs/promises'
import { HelperClient } from '../../files/helper-client.ts'
import { neededHelper } from '../../files/helper-path.ts'
import { OpenImage } from '../../files/open-image.ts'

export interface RootPlace {
  readonly handle: FileHandle
  readonly offset: number
  readonly sizeBytes: number
  /** How errors name it. */
  readonly shownAs: string
}

/**
 * Gives `work` the file system while it lasts.
 * @throws AppFailure FILES_UNAVAILABLE, and those of {@link OpenImage}
 */
export async function withRoot<Value>(
  { handle, offset, sizeBytes, shownAs }: RootPlace,
  signal: AbortSignal,
  work: (image: OpenImage) => Promise<Value>,
): Promise<Value> {
  const program = neededHelper()
  const args = ['serve', '--offset', String(offset), '--size', String(sizeBytes)]
  const client = HelperClient.start({ program, args, descriptors: [handle.fd], shownAs })
  try {
    const image = new OpenImage(client, signal)
    await image.info()
    return await work(image)
  } finally {
    await client.close()
  }
}
