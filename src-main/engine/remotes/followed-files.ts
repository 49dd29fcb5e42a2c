/**
 * Files of the command lines that the user wants kept in step: a change made here is made there too.
 * Owns the table `followed_remote_files`. A file that cannot be written is said in the log and never
 * keeps a change from being made here.
 */
import type { Database } from '../platform/database.ts'
import { toAppError } from '../platform/failures.ts'
import type { Log } from '../platform/log.ts'
import { changeRemoteFile, type RemoteChange } from './remote-yaml.ts'

export interface FollowedFiles {
  paths(): readonly string[]
  has(path: string): boolean
  add(path: string): void
  remove(path: string): void
  write(change: RemoteChange): Promise<void>
}

export function createFollowedFiles(database: Database, log: Log): FollowedFiles {
  const all = database.prepare<[], string>('SELECT path FROM followed_remote_files ORDER BY path').pluck()
  const insert = database.prepare<[string]>('INSERT OR IGNORE INTO followed_remote_files (path) VALUES (?)')
  const drop = database.prepare<[string]>('DELETE FROM followed_remote_files WHERE path = ?')
  return {
    paths: () => all.all(),
    has: (path) => all.all().includes(path),
    add: (path) => void insert.run(path),
    remove: (path) => void drop.run(path),
    async write(change) {
      for (const path of all.all()) {
        try {
          await changeRemoteFile(path, change)
        } catch (error) {
          log('warn', 'remotes: a file of the command lines was not changed', { path, code: toAppError(error).code })
        }
      }
    },
  }
}
