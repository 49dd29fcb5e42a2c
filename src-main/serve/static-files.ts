/**
 * The built pages, found by the path of an address. Shared by the browser face and the window's own
 * protocol. It must never give out a file that lies outside of their folder, by name or by link.
 */
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

export interface StaticFile {
  readonly body: Buffer
  readonly type: string
  /** Whether the file's name changes with its content, so that it may be kept for ever. */
  readonly isImmutable: boolean
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * @param folder the built pages
 * @param path path of the address as it was sent, still encoded, without the query
 * @returns the file; the start page for addresses without an ending, which are the application's own; null when there is none
 */
export async function findStaticFile(folder: string, path: string): Promise<StaticFile | null> {
  const pieces = safePieces(path)
  if (pieces === null) return null
  const last = pieces.at(-1)
  const isPage = last === undefined || extname(last) === ''
  return readInside(folder, isPage ? ['index.html'] : pieces)
}

/** Takes a path apart; null for one that could lead elsewhere on any system. */
function safePieces(path: string): readonly string[] | null {
  if (!path.startsWith('/') || path.length > 2000) return null
  const pieces: string[] = []
  for (const piece of path.split('/')) {
    if (piece === '') continue
    const plain = decode(piece)
    // Only names the build makes: no dot at the start (`..`, hidden files), no separators, drives or control characters.
    if (plain === null || !/^[A-Za-z0-9_-][A-Za-z0-9._~-]*$/.test(plain)) return null
    pieces.push(plain)
  }
  return pieces
}

function decode(piece: string): string | null {
  try {
    return decodeURIComponent(piece)
  } catch {
    return null
  }
}

async function readInside(folder: string, pieces: readonly string[]): Promise<StaticFile | null> {
  const wanted = join(folder, ...pieces)
  const type = types[extname(wanted).toLowerCase()]
  if (type === undefined) return null
  try {
    const [base, real] = await Promise.all([realpath(folder), realpath(wanted)])
    if (!real.startsWith(base + sep) || !(await stat(real)).isFile()) return null
    return { body: await readFile(real), type, isImmutable: pieces[0] === 'assets' }
  } catch {
    return null
  }
}
