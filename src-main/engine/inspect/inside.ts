/**
 * What the file system of an image says of it: labels, scripts, environment, apps. For images whose builder stored
 * nothing beside the file system, and to hold the two against each other. Read by the helper, never executed.
 */
import { type InsideMetadata, noMetadata } from '../../../src-shared/model/inspection.ts'
import { readMetadata } from '../build/container/read-container.ts'
import type { ImagePool } from '../files/image-pool.ts'
import { ProblemList } from '../sif/problems.ts'
import { takeBuildMetadata } from './build-metadata.ts'
import { isJsonObject } from './metadata-objects.ts'

/** @throws AppFailure those of looking into images, BUILD_METADATA_TOO_LARGE */
export function readInside(
  use: ImagePool['use'],
  path: string,
  signal: AbortSignal | undefined,
): Promise<InsideMetadata> {
  return use(path, signal, async (image) => {
    const json: unknown = JSON.parse(await readMetadata(image))
    const problems = new ProblemList()
    const metadata = isJsonObject(json) ? takeBuildMetadata(json, 'file system', problems) : noMetadata
    return { metadata, problems: problems.all() }
  })
}
