/**
 * Asks the installed git. Everything is fetched into a bare repository of our own, so that a repository of
 * somebody else brings no hooks, filters or configuration with it; nothing of it is run, and nobody is asked for
 * a password.
 */
import { execFile } from 'node:child_process'
import { mkdir, readdir, readlink, rm } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { SeenCommit } from '../../../../src-shared/model/build-link.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { printable } from '../../../../src-shared/text/printable.ts'

const timeoutMs = 10 * 60_000
const mostOutputBytes = 8 * 1024 * 1024
/** As large as a definition may be anywhere. */
const mostDefinitionBytes = 4_000_000
const mostEntries = 200_000
const seenReference = 'refs/sif-desktop/seen'

export interface Source {
  readonly repository: string
  readonly branch: string
}

/**
 * Whether an address is one that only fetches: git also has kinds that run programs.
 * @throws AppFailure LINK_REPOSITORY, LINK_SECRET_IN_ADDRESS
 */
export function checkRepository(repository: string): void {
  const isPath = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(repository)
  const isAddress = /^(?:https?|ssh|git|file):\/\/[^-\s]/i.test(repository)
  const isShort = /^[\w.-]+@[\w][\w.-]*:[^:\s-][^\s]*$/.test(repository)
  if (!isPath && !isAddress && !isShort) throw failure('LINK_REPOSITORY', { repository })
  if (/^https?:\/\/[^/@]*@/i.test(repository) || /^\w+:\/\/[^/@]*:[^/@]*@/.test(repository)) {
    throw failure('LINK_SECRET_IN_ADDRESS')
  }
}

/** @throws AppFailure LINK_BRANCH */
export function checkBranch(branch: string): void {
  if (branch === '') return
  const isName = /^[\p{L}\p{N}_][\p{L}\p{N}._/+@-]*$/u.test(branch) && !/\.\.|\/\/|@\{|\.lock$|\/$/.test(branch)
  if (!isName) throw failure('LINK_BRANCH', { branch })
}

/** @throws AppFailure LINK_DEFINITION_PATH */
export function checkDefinitionPath(path: string): void {
  const pieces = path.split('/')
  const isInside = pieces.every((piece) => piece !== '' && piece !== '.' && piece !== '..' && piece !== '.git')
  if (!isInside || /[\0\n\\:]/.test(path) || path.startsWith('-')) throw failure('LINK_DEFINITION_PATH', { path })
}

/** Fetches the newest commit of a branch. @param store a folder of our own, made when it is not there */
export async function fetchNewest(store: string, source: Source, signal: AbortSignal): Promise<SeenCommit> {
  const { repository, branch } = source
  await mkdir(store, { recursive: true, mode: 0o700 })
  await git(['init', '--quiet', '--bare', store], source, signal, 'ours')
  const wanted = branch === '' ? 'HEAD' : `refs/heads/${branch}`
  await git(
    [
      ...['--git-dir', store, '-c', 'protocol.ext.allow=never', '-c', 'gc.auto=0', '-c', 'core.hooksPath=/dev/null'],
      ...['fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--force'],
      ...['--', repository, `+${wanted}:${seenReference}`],
    ],
    source,
    signal,
    'users',
  )
  const told = await git(
    ['--git-dir', store, 'log', '-1', '--format=%H%x00%cI%x00%s', seenReference],
    source,
    signal,
    'ours',
  )
  const [revision = '', at = '', subject = ''] = told.trim().split('\0')
  return { revision, at, subject: printable(subject).slice(0, 300) }
}

/** The text of the definition. @throws AppFailure LINK_DEFINITION_MISSING */
export async function readDefinition(
  store: string,
  { source, revision, path }: { readonly source: Source; readonly revision: string; readonly path: string },
  signal: AbortSignal,
): Promise<string> {
  const missing = failure('LINK_DEFINITION_MISSING', { revision: revision.slice(0, 12), path })
  const size = await git(['--git-dir', store, 'cat-file', '-s', `${revision}:${path}`], source, signal, 'ours').catch(
    (error: unknown) => {
      throw signal.aborted ? error : missing
    },
  )
  if (Number(size) > mostDefinitionBytes) throw failure('BUILD_DEFINITION_TOO_LARGE', { path })
  return git(['--git-dir', store, 'cat-file', 'blob', `${revision}:${path}`], source, signal, 'ours')
}

/**
 * Writes the files of a commit to a folder that it has for itself.
 * @throws AppFailure LINK_LEADS_OUT when a link among them leads elsewhere
 */
export async function writeTree(
  store: string,
  folder: string,
  { source, revision }: { readonly source: Source; readonly revision: string },
  signal: AbortSignal,
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const checkOut = ['checkout', '--quiet', '--force', revision, '--', '.']
  await git(['--git-dir', store, '--work-tree', folder, ...checkOut], source, signal, 'ours')
  const leading = await linksOut(folder)
  if (leading.length === 0) return
  await rm(folder, { recursive: true, force: true })
  throw failure('LINK_LEADS_OUT', { names: leading.slice(0, 5).join(', ') })
}

async function linksOut(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.slice(0, mostEntries)) {
    if (!entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const target = resolve(dirname(path), await readlink(path))
    if (target !== folder && !target.startsWith(`${folder}${sep}`)) found.push(relative(folder, path))
  }
  return found
}

/** `users`: with the user's own configuration, for their logins; `ours`: with none, so that no filter of theirs runs. */
type Configuration = 'users' | 'ours'

function git(
  args: readonly string[],
  { repository }: Source,
  signal: AbortSignal,
  configuration: Configuration,
): Promise<string> {
  const plain = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  const none = process.platform === 'win32' ? 'NUL' : '/dev/null'
  const env = {
    ...Object.fromEntries(plain),
    ...{ LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS: '', SSH_ASKPASS_REQUIRE: 'never' },
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
    ...(configuration === 'ours' ? { GIT_CONFIG_GLOBAL: none, GIT_CONFIG_NOSYSTEM: '1', GIT_ATTR_NOSYSTEM: '1' } : {}),
  }
  const options = { env, signal, timeout: timeoutMs, maxBuffer: mostOutputBytes, windowsHide: true }
  return new Promise((fulfil, reject) => {
    execFile('git', [...args], options, (error, stdout, stderr) => {
      if (error === null) fulfil(stdout)
      else if (signal.aborted) reject(failure('CANCELLED'))
      else if (error.code === 'ENOENT') reject(failure('LINK_GIT_MISSING'))
      else reject(failure('LINK_GIT_FAILED', { repository, reason: reasonOf(stderr) }))
    })
  })
}

/** The first line that says what was wrong, without the word that git puts before it. */
function reasonOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  const line = lines.find((one) => /^(?:fatal|error):/.test(one)) ?? lines[0] ?? 'it gave no reason'
  return printable(line.replace(/^(?:fatal|error): /, '')).slice(0, 300)
}
