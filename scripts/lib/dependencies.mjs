/** Brings the npm packages to what package-lock.json says, when they are not. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFresh, stampAs } from './fresh.mjs'
import { inProject, memory, nodeProgram, root } from './project.mjs'
import { run } from './run.mjs'
import { say, stop, warn } from './say.mjs'

const stamp = join(memory, 'dependencies')
const lockFile = inProject('package-lock.json')

export function setUpDependencies() {
  const installed = inProject('node_modules', '.package-lock.json')
  if (existsSync(installed) && isFresh(stamp, [lockFile, installed])) return
  if (!matchesLock(installed)) install()
  if (nodeProgram() === null) completeNode()
  stampAs(stamp, new Date())
}

function install() {
  say('Installing npm packages (npm ci)…')
  // npm names its own script when it started this one; that is the npm the user meant.
  const npm = process.env.npm_execpath
  const installedWell = npm?.endsWith('.js')
    ? run(process.execPath, [npm, 'ci', '--no-fund', '--no-audit', '--loglevel=error'])
    : run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { shell: process.platform === 'win32' })
  if (!installedWell) stop('the npm packages could not be installed; see the messages above')
}

/** The package `node` fetches its program in an install script, which some npm settings leave out. */
function completeNode() {
  say('Installing Node 24…')
  run(process.execPath, ['installArchSpecificPackage.js'], { cwd: inProject('node_modules', 'node') })
  if (nodeProgram() === null) stop('Node 24 could not be installed (npm package "node"); install Node 24 yourself')
}

/** Whether every package is there in the version the lock file wants; optional ones may be missing. */
function matchesLock(installedFile) {
  try {
    const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
    const found = JSON.parse(readFileSync(installedFile, 'utf8')).packages
    return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
      if (path === '' || link) return true
      const have = found[path]
      if (!have) return Boolean(optional || devOptional)
      return have.version === version && existsSync(join(root, path))
    })
  } catch {
    if (existsSync(inProject('node_modules'))) warn('node_modules is incomplete; it is installed anew')
    return false
  }
}
