/** Where the native helper is. It looks; it never builds and never runs anything. */
import { accessSync, constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failure } from '../../../src-shared/text/errors/index.ts'

const programName = process.platform === 'win32' ? 'sif-helper.exe' : 'sif-helper'

/**
 * @param environment SIF_DESKTOP_HELPER names the program and wins
 * @returns path of the program: the named one, the one built in this checkout, or the one packaged
 *   beside the application; null when there is none
 */
export function findHelper(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.SIF_DESKTOP_HELPER
  const places = named !== undefined && named !== '' ? [named] : [...checkoutPlaces(), ...packagedPlaces()]
  return places.find(isProgram) ?? null
}

/** The same where nothing goes without it. @throws AppFailure FILES_UNAVAILABLE */
export function neededHelper(): string {
  const program = findHelper()
  if (program === null) throw failure('FILES_UNAVAILABLE')
  return program
}

/** The folders above this file, one of which is the checkout, whether this runs as source or as a bundle. */
function checkoutPlaces(): readonly string[] {
  const places: string[] = []
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    places.push(join(folder, 'src-helper', 'target', 'release', programName))
    if (dirname(folder) === folder) return places
  }
}

function packagedPlaces(): readonly string[] {
  const resources: unknown = Reflect.get(process, 'resourcesPath')
  return typeof resources === 'string' ? [join(resources, programName), join(resources, 'helper', programName)] : []
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
