/** Builds the two halves of the program when their sources are newer than what was built. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isFresh, stampAs } from './fresh.mjs'
import { inProject, memory, nodeProgram, sources } from './project.mjs'
import { run } from './run.mjs'
import { say, stop, warn } from './say.mjs'

const halves = {
  main: { product: 'dist/main/cli.js', what: 'engine, command line and shell' },
  renderer: { product: 'dist/renderer/index.html', what: 'window' },
}

/** @param {boolean} force build also when nothing changed @returns {boolean} whether both halves are current */
export function setUpBuild(force) {
  const main = buildHalf('main', force)
  const renderer = buildHalf('renderer', force)
  if (!main) stop('the build failed; see the messages above')
  if (!renderer) warn('the window could not be built; the command line works')
  return main && renderer
}

function buildHalf(half, force) {
  const { product, what } = halves[half]
  const stamp = join(memory, `build-${half}`)
  const isCurrent =
    existsSync(inProject(product)) &&
    isFresh(
      stamp,
      sources[half].map((path) => inProject(path)),
    )
  if (isCurrent && !force) return true
  say(`Building: ${what}…`)
  const begunAt = new Date()
  if (!run(nodeProgram(), [inProject('scripts', 'build.mjs'), half])) return false
  stampAs(stamp, begunAt)
  return true
}
