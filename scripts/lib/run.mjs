/** Starts programs for the scripts. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './project.mjs'

/**
 * Runs a program to its end; its standard output goes to standard error, as all that set-up says.
 * @returns {boolean} whether it ended well
 */
export function run(program, args, options = {}) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  return status === 0
}

/** Finds a program on the path. @returns {string | null} */
export function findProgram(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not in this folder.
      }
    }
  }
  return null
}
