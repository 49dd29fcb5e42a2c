/** A git repository with a working tree, for tests; its commits are made here and now. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Repository {
  readonly path: string
  write(name: string, text: string): void
  remove(name: string): void
  /** @returns the revision */
  commit(subject: string): string
  git(...args: readonly string[]): string
}

/** @param path made; its branch is called main */
export function makeRepository(path: string): Repository {
  mkdirSync(path, { recursive: true })
  const plain = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' }
  const env = {
    ...Object.fromEntries(plain),
    ...who,
    ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org', GIT_CONFIG_GLOBAL: '/dev/null' },
  }
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', path, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  git('init', '--quiet', '--initial-branch=main')
  return {
    path,
    git,
    write(name, text) {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), text)
    },
    remove: (name) => rmSync(join(path, name)),
    commit(subject) {
      git('add', '--all')
      git('commit', '--quiet', '--message', subject)
      return git('rev-parse', 'HEAD')
    },
  }
}
