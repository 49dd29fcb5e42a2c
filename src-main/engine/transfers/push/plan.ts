/** What a push would find and make. It only reads. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { PushPlace, PushPlan, PushQuota, PushTag } from '../../../../src-shared/model/push.ts'
import type { Verification } from '../../../../src-shared/model/verification.ts'
import { archTagsOf, compareTags } from '../../library/tags.ts'
import { withSif } from '../../sif/read.ts'
import type { PushTarget } from './place.ts'

export interface PlanNeeds {
  /** The last check of a file, if it still is that file. */
  latest(path: string, stamp: { readonly sizeBytes: number; readonly modifiedMs: number }): Verification | null
}

/** @throws what opening a SIF file and asking a library throws */
export async function planPush(
  needs: PlanNeeds,
  target: PushTarget,
  path: string,
  signal: AbortSignal,
): Promise<PushPlan> {
  const info = await stat(path)
  const checked = needs.latest(path, { sizeBytes: info.size, modifiedMs: info.mtimeMs })
  const architecture = await withSif(path, async (file) => file.structure.header.architecture)
  const entity = await target.uploads.entity(target.entity, signal)
  const collectionPath = `${target.entity}/${target.collection}`
  const containerPath = `${collectionPath}/${target.container}`
  const collection = entity === null ? null : await target.uploads.record('collections', collectionPath, signal)
  const container = collection === null ? null : await target.api.container(containerPath, signal)
  const places: readonly PushPlace[] = [
    { kind: 'entity', name: target.entity, exists: entity !== null },
    { kind: 'collection', name: collectionPath, exists: collection !== null },
    { kind: 'container', name: containerPath, exists: container !== null },
  ]
  const archTags = container === null ? {} : await archTagsOf(target.api, container, signal)
  const known = archTags[architecture] ?? {}
  const tags: PushTag[] = []
  for (const name of target.tags) {
    if (known[name] === undefined) tags.push({ name, state: 'new', digest: null })
    else {
      const image = await target.api.image(`${containerPath}:${name}`, architecture, signal)
      tags.push({ name, state: 'moves', digest: image?.digest ?? null })
    }
  }
  const quota: PushQuota | null = entity === null ? null : { totalBytes: entity.quota, usedBytes: entity.size }
  return {
    reference: target.reference,
    remote: target.remote,
    isLoggedIn: target.isLoggedIn,
    file: {
      name: basename(path),
      sizeBytes: info.size,
      architecture,
      verdict: checked?.verdict ?? null,
      sentence: checked?.sentence ?? null,
    },
    places,
    tags,
    quota,
    knownTags: [...new Set(Object.values(archTags).flatMap((byTag) => Object.keys(byTag)))].sort(compareTags),
  }
}
