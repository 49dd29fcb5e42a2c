/** The calls `inspect.*`: what an image is, and the bytes of its objects for a preview. It keeps no state. */
import type { ImagePool } from '../files/image-pool.ts'
import type { CallsOf, Handlers } from '../platform/context.ts'
import { withSif } from '../sif/read.ts'
import { readInside } from './inside.ts'
import { inspectImage } from './inspect-image.ts'

export interface Inspect {
  readonly handlers: Handlers<CallsOf<'inspect'>>
}

/**
 * Makes the domain.
 * @param look lets something look into the file system of an image
 * Its handlers throw AppFailure, or system errors as they are. */
export function createInspect(look: ImagePool['use']): Inspect {
  return {
    handlers: {
      'inspect.overview': ({ path, digest }, { signal }) => inspectImage(path, { digest, signal }),
      'inspect.inside': ({ path }, { signal }) => readInside(look, path, signal),
      'inspect.objectBytes': ({ path, objectId, offset, length }) =>
        withSif(path, async (file) => {
          const { bytes, truncated } = await file.readObject(objectId, { maxBytes: length, offset })
          return { base64: Buffer.from(bytes).toString('base64'), truncated }
        }),
    },
  }
}
