/**
 * Files that are on their way from one image folder to another. Owns the table `image_moves`: a line stands there
 * from before the first byte until nothing is left to do, so that a killed engine leaves nothing unfinished.
 */
import type { Database } from '../../platform/database.ts'

export interface MoveUnderWay {
  readonly source: string
  readonly target: string
}

export interface MoveStore {
  all(): readonly MoveUnderWay[]
  begin(move: MoveUnderWay): void
  end(source: string): void
}

export function createMoveStore(database: Database): MoveStore {
  const select = database.prepare<[], MoveUnderWay>('SELECT source, target FROM image_moves ORDER BY source')
  const insert = database.prepare<[string, string]>(
    'INSERT INTO image_moves (source, target) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET target = excluded.target',
  )
  const remove = database.prepare<[string]>('DELETE FROM image_moves WHERE source = ?')
  return {
    all: () => select.all(),
    begin: ({ source, target }) => void insert.run(source, target),
    end: (source) => void remove.run(source),
  }
}
