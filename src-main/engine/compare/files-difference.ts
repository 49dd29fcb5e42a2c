/**
 * Compares all files inside two images: kinds, contents by digest, modes, owners and targets. Times are left
 * out, because every build sets them anew. Reads both through their helpers and keeps one line for each entry.
 */
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import type {
  ChangedFile,
  FileChange,
  FilesDifference,
  InstalledPackage,
  OneSidedFile,
} from '../../../src-shared/model/compare.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { OpenImage } from '../files/open-image.ts'
import { toAppError } from '../platform/failures.ts'
import { mostPackageBytes, packageFiles, packagesDifference, readPackages } from './packages.ts'

type Problem = FilesDifference['problems'][number]

interface Contents {
  readonly entries: ReadonlyMap<string, FileEntry>
  readonly digests: ReadonlyMap<string, string>
  readonly packages: readonly InstalledPackage[]
}

export interface FilesProgress {
  /** So many more bytes of contents were looked at. */
  onBytes(bytes: number): void
  /** All there is to look at, once known. */
  onTotal(bytes: number): void
}

const mostProblems = 200

/** @throws AppFailure those of looking into images */
export async function filesDifference(
  a: OpenImage,
  b: OpenImage,
  limit: number,
  progress: FilesProgress,
): Promise<FilesDifference> {
  const problems: Problem[] = []
  const note = (side: Problem['side'], path: string, message: string): void => {
    if (problems.length < mostProblems) problems.push({ side, path, message })
  }
  const [entriesA, entriesB] = await Promise.all([
    listed(a, (path, message) => note('a', path, message)),
    listed(b, (path, message) => note('b', path, message)),
  ])
  progress.onTotal(bytesOf(entriesA) + bytesOf(entriesB))
  const left: Contents = {
    entries: entriesA,
    digests: await hashed(a, progress, (path, message) => note('a', path, message)),
    packages: await packagesOf(a, entriesA),
  }
  const right: Contents = {
    entries: entriesB,
    digests: await hashed(b, progress, (path, message) => note('b', path, message)),
    packages: await packagesOf(b, entriesB),
  }
  const { same, added, removed, changed } = compare(left, right)
  return {
    same,
    counts: { added: added.length, removed: removed.length, changed: changed.length },
    added: byPath(added).slice(0, limit),
    removed: byPath(removed).slice(0, limit),
    changed: byPath(changed).slice(0, limit),
    packages: packagesDifference(left.packages, right.packages),
    problems,
  }
}

async function listed(
  image: OpenImage,
  onProblem: (path: string, message: string) => void,
): Promise<ReadonlyMap<string, FileEntry>> {
  const entries = new Map<string, FileEntry>()
  for await (const found of image.walk('/')) {
    if (found.kind === 'problem') onProblem(found.problem.path, found.problem.message)
    else for (const entry of found.entries) entries.set(entry.path, entry)
  }
  return entries
}

async function hashed(
  image: OpenImage,
  progress: FilesProgress,
  onProblem: (path: string, message: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>()
  for await (const found of image.hash('/')) {
    if (found.kind === 'problem') {
      onProblem(found.problem.path, found.problem.message)
      continue
    }
    let bytes = 0
    for (const { path, sha256, sizeBytes } of found.entries) {
      digests.set(path, sha256)
      bytes += sizeBytes
    }
    progress.onBytes(bytes)
  }
  return digests
}

function bytesOf(entries: ReadonlyMap<string, FileEntry>): number {
  let bytes = 0
  for (const { type, sizeBytes } of entries.values()) if (type === 'file') bytes += sizeBytes
  return bytes
}

async function packagesOf(
  image: OpenImage,
  entries: ReadonlyMap<string, FileEntry>,
): Promise<readonly InstalledPackage[]> {
  const packages: InstalledPackage[] = []
  for (const manager of ['dpkg', 'apk'] as const) {
    const path = packageFiles[manager]
    const entry = entries.get(path)
    if (entry?.type !== 'file' || entry.sizeBytes > mostPackageBytes) continue
    try {
      packages.push(...readPackages(manager, (await wholeFile(image, path)).toString('utf8')))
    } catch (error) {
      // The file itself is among those that could not be read.
      if (toAppError(error).kind === 'cancelled') throw error
    }
  }
  return packages
}

/** @param limit more bytes than these are refused. @throws AppFailure COMPARE_TEXT_TOO_LARGE, those of reading */
export async function wholeFile(image: OpenImage, path: string, limit = mostPackageBytes): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of image.read(path)) {
    length += piece.length
    if (length > limit) throw failure('COMPARE_TEXT_TOO_LARGE', { file: path })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function compare(a: Contents, b: Contents) {
  const added: OneSidedFile[] = []
  const removed: OneSidedFile[] = []
  const changed: ChangedFile[] = []
  let same = 0
  const oneSided = ({ path, type, sizeBytes }: FileEntry): OneSidedFile => ({ path, type, sizeBytes })
  const facts = ({ type, sizeBytes, mode }: FileEntry) => ({ type, sizeBytes, mode })
  for (const [path, one] of a.entries) {
    const other = b.entries.get(path)
    if (other === undefined) {
      removed.push(oneSided(one))
      continue
    }
    const changes = changesOf(one, other, a.digests.get(path), b.digests.get(path))
    if (changes.length === 0) same += 1
    else changed.push({ path, changes, a: facts(one), b: facts(other) })
  }
  for (const [path, one] of b.entries) if (!a.entries.has(path)) added.push(oneSided(one))
  return { same, added, removed, changed }
}

function changesOf(
  a: FileEntry,
  b: FileEntry,
  digestA: string | undefined,
  digestB: string | undefined,
): readonly FileChange[] {
  if (a.type !== b.type) return ['type']
  const changes: FileChange[] = []
  if (a.type === 'file' && (a.sizeBytes !== b.sizeBytes || digestA !== digestB)) changes.push('contents')
  if (a.mode !== b.mode) changes.push('mode')
  if (a.uid !== b.uid || a.gid !== b.gid) changes.push('owner')
  if (a.target !== b.target) changes.push('target')
  return changes
}

function byPath<Item extends { readonly path: string }>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((one, other) => (one.path < other.path ? -1 : 1))
}
