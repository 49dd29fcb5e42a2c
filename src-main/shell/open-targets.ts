/**
 * What the system hands the application to open: files on a command line, files from a file manager,
 * links from a browser. All of it is hostile input: it leads to a view, never to an action.
 */
import { resolve } from 'node:path'
import type { ShellEvent } from '../../src-shared/contract/shell.ts'

const maxReference = 1000
const linkScheme = 'sif-desktop:'

/**
 * Reads a link such as `sif-desktop://open?reference=library://alpine` or `library://alpine`.
 * @returns null for what is none of the application's links
 */
export function readLink(text: string): ShellEvent | null {
  if (isLibraryReference(text)) return { event: 'openReference', reference: text }
  try {
    const url = new URL(text)
    if (url.protocol !== linkScheme || url.hostname !== 'open') return null
    const reference = url.searchParams.get('reference')
    return reference !== null && isReference(reference) ? { event: 'openReference', reference } : null
  } catch {
    return null
  }
}

/**
 * Takes away what stands before the user's own arguments: the program and, in a checkout, Electron's
 * options and the folder it was told to run.
 * @param appFolder that folder, or null in a packaged application
 * @param folder what relative paths are relative to
 */
export function ownArguments(args: readonly string[], appFolder: string | null, folder: string): readonly string[] {
  if (appFolder === null) return args.slice(1)
  const at = args.findIndex((arg, index) => index > 0 && resolve(folder, arg) === resolve(appFolder))
  return args.slice(at === -1 ? 2 : at + 1)
}

/**
 * Reads the arguments the application was started with, without the program and Electron's own.
 * @param folder what relative paths are relative to
 */
export function readArguments(args: readonly string[], folder: string): readonly ShellEvent[] {
  const plain = args.filter((arg) => !arg.startsWith('-') && arg !== '')
  const links = plain.map(readLink).filter((link) => link !== null)
  const paths = plain.filter((arg) => !/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(arg)).map((arg) => resolve(folder, arg))
  return paths.length > 0 ? [...links, { event: 'openFiles', paths }] : links
}

function isLibraryReference(text: string): boolean {
  return text.startsWith('library://') && isReference(text)
}

function isReference(text: string): boolean {
  return text.length <= maxReference && /^(?:library|docker|oras|shub):\/\/[\x21-\x7e]+$/.test(text)
}
