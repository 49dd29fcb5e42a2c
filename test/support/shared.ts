/**
 * Finds the shared test data that may lie beside the repository. Tests that need it are left out, by name,
 * where it is not there; nothing here reads it.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../shared/', import.meta.url))

/**
 * @param relative below the shared folder, like `fixtures/sif`
 * @returns the absolute path, or null when it is not there
 */
export function sharedPath(relative: string): string | null {
  const path = `${root}${relative}`
  return existsSync(path) ? path : null
}
