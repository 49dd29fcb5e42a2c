/** Images on this computer by their reference. */
import { stat } from 'node:fs/promises'
import type { LocalOciReference } from '../../../../src-shared/reference/types.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { openDockerArchive } from './docker-archive.ts'
import { openLayout, openOciArchive } from './layout.ts'
import type { OciSource, OpenSourceOptions } from './source.ts'

/** @throws AppFailure FILE_NOT_FOUND, and those of opening the kind of source */
export async function openLocalSource(reference: LocalOciReference, options: OpenSourceOptions): Promise<OciSource> {
  const { transport, path, digest } = reference
  switch (transport) {
    case 'oci':
      if ((await stat(path).catch(() => null)) === null) throw failure('FILE_NOT_FOUND', { path })
      return openLayout(path, digest, options)
    case 'oci-archive':
      return openOciArchive(path, digest, options)
    case 'docker-archive':
      return openDockerArchive(path, options)
  }
}
