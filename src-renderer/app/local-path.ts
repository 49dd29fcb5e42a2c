/** Paths of the engine's computer as the page reads and writes them. Pure; nothing is looked up. */

/** Whether a path stands for one place, whatever the folder that somebody is in: of Unix or of Windows. */
export function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)
}

/** Joins a folder and a name in the way of the folder's own system. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return `${folder.replace(/[\\/]+$/, '')}${separator}${name}`
}

/** Folder and name of a path. */
export function splitFile(path: string): { readonly folder: string; readonly name: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return { folder: cut <= 0 ? path.slice(0, cut + 1) : path.slice(0, cut), name: path.slice(cut + 1) }
}

/**
 * `~` for the home folder, as people write it.
 * @param home null or empty while it is not known
 */
export function withTilde(path: string, home: string | null): string {
  if (home === null || home === '' || home === '/') return path
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}

/**
 * What was typed, `~` being the home folder.
 * @param home null or empty while it is not known; then `~` stays
 */
export function withoutTilde(path: string, home: string | null): string {
  if (home === null || home === '') return path
  return path === '~' || path.startsWith('~/') ? `${home}${path.slice(1)}` : path
}
