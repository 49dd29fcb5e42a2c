/** Definitions that somebody works on, kept in the database so that they survive the window. */
import type { Draft } from '../../../../src-shared/model/build.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { measureSource } from '../definition/host-sources.ts'
import { readDefinitionAt, writeDefinitionAt } from './definition-files.ts'

export interface Drafts {
  readonly handlers: Handlers<
    | 'build.drafts'
    | 'build.saveDraft'
    | 'build.removeDraft'
    | 'build.readDefinition'
    | 'build.writeDefinition'
    | 'build.folderFiles'
  >
}

export function createDrafts({ database, events, clock }: EngineContext): Drafts {
  const upsert = database.prepare(`
    INSERT INTO drafts (id, changed_at, draft_json) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at, draft_json = excluded.draft_json`)
  const select = database.prepare<[], { readonly draft_json: string }>(
    'SELECT draft_json FROM drafts ORDER BY changed_at DESC, rowid DESC',
  )
  const drop = database.prepare('DELETE FROM drafts WHERE id = ?')
  return {
    handlers: {
      'build.drafts': () => select.all().map((row): Draft => JSON.parse(row.draft_json)),
      'build.saveDraft': (given) => {
        const draft: Draft = { ...given, changedAt: clock().toISOString() }
        upsert.run(draft.id, draft.changedAt, JSON.stringify(draft))
        events.emit('build.draftsChanged', {})
        return draft
      },
      'build.removeDraft': ({ id }) => {
        if (drop.run(id).changes > 0) events.emit('build.draftsChanged', {})
        return {}
      },
      'build.readDefinition': ({ path }) => readDefinitionAt(path),
      'build.writeDefinition': async ({ path, text, overwrite }) => ({
        path: await writeDefinitionAt(path, text, overwrite),
      }),
      'build.folderFiles': async ({ folder, paths }, { signal }) => {
        const files = []
        for (const path of paths) files.push(await measureSource(path, folder, signal))
        return { files }
      },
    },
  }
}
