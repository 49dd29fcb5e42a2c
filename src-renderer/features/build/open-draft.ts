/** From a build back to its definition: the draft that it came from, or one made anew of what was built. */

import type { BuildDetail } from '../../../src-shared/contract/build.ts'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { Result } from '../../../src-shared/model/result.ts'
import { ok } from '../../../src-shared/model/result.ts'

/** @returns the id of a draft that says what was built, with the same arguments */
export async function draftOf(client: Client, build: BuildDetail): Promise<Result<string>> {
  const drafts = await client.call('build.drafts', {})
  if (!drafts.ok) return drafts
  const { definitionId, text } = build
  const kept = drafts.value.find(({ id }) => id === definitionId)
  // One that was changed since is somebody's work; it is left as it is.
  if (kept !== undefined && kept.text === text) return ok(kept.id)
  const saved = await client.call('build.saveDraft', {
    id: crypto.randomUUID(),
    name: build.name,
    text,
    folder: build.folder,
    path: kept?.path ?? null,
    arguments: build.arguments,
    output: build.output,
    architecture: build.params.architecture ?? null,
    builderId: build.builder.id,
  })
  return saved.ok ? ok(saved.value.id) : saved
}
