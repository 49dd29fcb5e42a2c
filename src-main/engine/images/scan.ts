/** Finds image files: files as they are named, folders by their `*.sif` files, however deep within reason. */
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const deepest = 16

/**
 * Links to folders are not followed, so that a scan always ends; unreadable folders are passed over.
 * @param paths files are given out whatever they are called; folders are searched
 * @throws the system's error when a named path itself cannot be read
 */
export async function* findImageFiles(paths: readonly string[], signal: AbortSignal): AsyncGenerator<string> {
  for (const path of paths) {
    const full = resolve(path)
    const info = await stat(full)
    if (info.isDirectory()) yield* searchFolder(full, 0, signal)
    else yield full
  }
}

async function* searchFolder(folder: string, depth: number, signal: AbortSignal): AsyncGenerator<string> {
  signal.throwIfAborted()
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (depth < deepest) yield* searchFolder(path, depth + 1, signal)
    } else if (entry.name.toLowerCase().endsWith('.sif')) yield path
  }
}
