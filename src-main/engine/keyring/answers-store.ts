/** What each keyserver last said of a key, kept so that it can be shown without asking again. */
import type { ServerAnswer } from '../../../src-shared/model/keyserver.ts'
import type { Database } from '../platform/database.ts'

export interface AnswersStore {
  /** The newest first. */
  of(fingerprint: string): readonly ServerAnswer[]
  save(fingerprint: string, answers: readonly ServerAnswer[]): void
  forget(fingerprint: string): void
}

export function createAnswersStore(database: Database): AnswersStore {
  const select = database.prepare<[string], { readonly answer_json: string }>(
    'SELECT answer_json FROM keyserver_answers WHERE fingerprint = ?',
  )
  const put = database.prepare<[string, string, string]>(
    'INSERT OR REPLACE INTO keyserver_answers (fingerprint, server, answer_json) VALUES (?, ?, ?)',
  )
  const drop = database.prepare<[string]>('DELETE FROM keyserver_answers WHERE fingerprint = ?')
  return {
    of: (fingerprint) =>
      select
        .all(fingerprint)
        .map(({ answer_json }): ServerAnswer => JSON.parse(answer_json))
        .sort((a, b) => b.askedAt.localeCompare(a.askedAt)),
    save: database.transaction((fingerprint: string, answers: readonly ServerAnswer[]) => {
      for (const answer of answers) put.run(fingerprint, answer.server, JSON.stringify(answer))
    }),
    forget: (fingerprint) => void drop.run(fingerprint),
  }
}
