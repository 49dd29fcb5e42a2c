/**
 * Where one is in the files of an image, as the address says it: `at=/etc/os-release` is an entry in its
 * folder, `at=/etc/` (with a slash at its end) the folder itself. Pure.
 */
import { parentOf } from './file-tree.ts'

export interface Place {
  /** The folder that is shown. */
  readonly here: string
  /** Path of the chosen entry. */
  readonly chosen: string | null
}

/** Names are bytes; those that are no text are lone surrogates, which an address cannot hold. */
function escaped(path: string): string {
  return path.replace(/\\|[\udc80-\udcff]/gu, (character) =>
    character === '\\' ? '\\\\' : `\\x${(character.charCodeAt(0) - 0xdc00).toString(16)}`,
  )
}

function unescaped(text: string): string {
  return text.replace(/\\(\\|x([89a-f][0-9a-f]))/g, (_, whole: string, digits: string | undefined) =>
    digits === undefined ? whole : String.fromCharCode(0xdc00 + Number.parseInt(digits, 16)),
  )
}

/** @param at the value of the address; null is the top */
export function readPlace(at: string | null): Place {
  const path = `/${unescaped(at ?? '')
    .split('/')
    .filter((piece) => piece !== '' && piece !== '.')
    .join('/')}`
  if (path === '/') return { here: '/', chosen: null }
  return at?.endsWith('/') === true ? { here: path, chosen: null } : { here: parentOf(path), chosen: path }
}

/** @returns null for the top, which needs no word in the address */
export function writePlace({ here, chosen }: Place): string | null {
  if (chosen !== null) return escaped(chosen)
  return here === '/' ? null : `${escaped(here)}/`
}
