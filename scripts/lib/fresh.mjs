/**
 * Whether something made is older than what it was made from. Folders count like files, so that a
 * deleted or renamed file is noticed too: it changes the time of its folder.
 */
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @returns {number | null} milliseconds, or null when the file does not exist */
export function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}

/**
 * @param {string} stamp file whose time says when the thing was made
 * @param {readonly string[]} paths files and folders it was made from; missing ones are ignored
 */
export function isFresh(stamp, paths) {
  const madeAt = changedAt(stamp)
  return madeAt !== null && paths.every((path) => !hasNewer(path, madeAt))
}

function hasNewer(path, thanMs) {
  const info = statSync(path, { throwIfNoEntry: false })
  if (!info) return false
  if (info.mtimeMs > thanMs) return true
  if (!info.isDirectory()) return false
  return readdirSync(path, { withFileTypes: true }).some((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'target') return false
    return hasNewer(join(path, entry.name), thanMs)
  })
}

/**
 * Marks a thing as made.
 * @param {Date} begunAt when the making began: what changed meanwhile counts as newer
 */
export function stampAs(stamp, begunAt) {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, '')
  utimesSync(stamp, begunAt, begunAt)
}
