/** Builds the native helper, where cargo is. Without it everything works but looking at files inside images. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isFresh, stampAs } from './fresh.mjs'
import { inProject, memory, sources } from './project.mjs'
import { findProgram, run } from './run.mjs'
import { say, warn } from './say.mjs'

const stamp = join(memory, 'helper')

/** @returns {boolean} whether the helper is there */
export function setUpHelper() {
  if (!existsSync(inProject('src-helper', 'Cargo.toml'))) return false
  if (
    isFresh(
      stamp,
      sources.helper.map((path) => inProject(path)),
    )
  )
    return true
  if (!findProgram('cargo')) {
    warn(
      'cargo is not installed, so the native helper cannot be built: everything works but looking at files inside images. Install Rust (https://rustup.rs or the package "cargo"), then run this again.',
    )
    return false
  }
  say('Building the native helper (cargo build --release)…')
  const begunAt = new Date()
  const manifest = inProject('src-helper', 'Cargo.toml')
  if (!run('cargo', ['build', '--release', '--quiet', '--locked', '--manifest-path', manifest])) {
    warn('the native helper could not be built: files inside images cannot be looked at until it is')
    return false
  }
  stampAs(stamp, begunAt)
  return true
}
