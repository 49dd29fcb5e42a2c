/** What moving the image folder would do: which files go, what they need, what stays and why. Reads only. */
import { constants, type Stats } from 'node:fs'
import { access, lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { MovePlan, MoveStay } from '../../../../src-shared/model/disk.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { StoredImage } from '../../images/image-store.ts'
import { freeBytesOf } from '../../transfers/target.ts'

export interface FileToMove {
  readonly image: StoredImage
  readonly target: string
  readonly sizeBytes: number
}

export interface PlannedMove {
  readonly plan: MovePlan
  readonly files: readonly FileToMove[]
}

const mostStaying = 200

/** @param path absolute or not. @throws AppFailure DISK_MOVE_INSIDE, DISK_MOVE_SAME, DISK_MOVE_NOT_A_FOLDER, DISK_MOVE_NOT_WRITABLE */
export async function planMove(
  imageFolder: string,
  path: string,
  images: readonly StoredImage[],
): Promise<PlannedMove> {
  const from = resolve(imageFolder)
  const to = resolve(path)
  const parent = await checkPlaces(from, to)
  const files: FileToMove[] = []
  const stays: MoveStay[] = []
  for (const image of images) {
    const inside = insideOf(from, image.path)
    if (inside === null) continue
    const info = await statOrNull(image.path)
    const target = join(to, inside)
    const reason = await reasonToStay(info, target)
    if (reason === null && info !== null) files.push({ image, target, sizeBytes: info.size })
    else if (stays.length < mostStaying) stays.push({ path: image.path, reason: reason ?? 'missing' })
  }
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const source = await statOrNull(from)
  const isSameDisk = source === null || source.dev === (await stat(parent)).dev
  return {
    files,
    plan: {
      from,
      to,
      count: files.length,
      bytes,
      isSameDisk,
      neededBytes: isSameDisk ? 0 : bytes,
      freeBytes: await freeBytesOf(parent),
      stays,
      others: await othersIn(from, images),
    },
  }
}

/** @returns the nearest folder of the new place that is there. */
async function checkPlaces(from: string, to: string): Promise<string> {
  const [realFrom, realTo] = [await realOf(from), await realOf(to)]
  if (realFrom === realTo) throw failure('DISK_MOVE_SAME', { path: to })
  if (insideOf(realFrom, realTo) !== null) throw failure('DISK_MOVE_INSIDE', { path: to, folder: from })
  let parent = to
  for (;;) {
    const info = await statOrNull(parent, stat)
    if (info !== null) {
      if (!info.isDirectory()) throw failure('DISK_MOVE_NOT_A_FOLDER', { path: parent })
      break
    }
    if (dirname(parent) === parent) throw failure('DISK_MOVE_NOT_A_FOLDER', { path: to })
    parent = dirname(parent)
  }
  await access(parent, constants.W_OK | constants.X_OK).catch(() => {
    throw failure('DISK_MOVE_NOT_WRITABLE', { path: parent })
  })
  return parent
}

/** With links on the way followed, as far as the way exists. */
async function realOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null)
  return real ?? (dirname(path) === path ? path : join(await realOf(dirname(path)), basename(path)))
}

/** The way from a folder to something in it; null for what is not inside. */
function insideOf(folder: string, path: string): string | null {
  const way = relative(folder, path)
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? null : way
}

async function reasonToStay(info: Stats | null, target: string): Promise<MoveStay['reason'] | null> {
  if (info === null) return 'missing'
  // A link leads where it leads only from where it is.
  if (!info.isFile()) return 'link'
  return (await statOrNull(target)) === null ? null : 'nameTaken'
}

async function othersIn(folder: string, images: readonly StoredImage[]): Promise<number> {
  const known = new Set(images.map(({ path }) => path))
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => !entry.isDirectory() && !known.has(join(folder, entry.name))).length
}

async function statOrNull(path: string, look: typeof lstat = lstat): Promise<Stats | null> {
  return look(path).catch(() => null)
}
