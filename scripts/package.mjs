/**
 * `npm run package`: builds everything anew, packages it for this system with electron-builder, and
 * checks what was made. Arguments are passed on to electron-builder, such as `--dir` or `--linux deb`.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inProject, nodeProgram } from './lib/project.mjs'
import { run } from './lib/run.mjs'
import { say, stop } from './lib/say.mjs'
import { setUp } from './set-up.mjs'

// Pieces of earlier builds have no place in a package.
rmSync(inProject('dist'), { recursive: true, force: true })
const { helper } = setUp({ build: true })
if (!helper) stop('a package needs the native helper: install cargo first')
const builder = inProject('node_modules/electron-builder/cli.js')
if (!run(nodeProgram(), [builder, '--publish', 'never', ...process.argv.slice(2)])) stop('electron-builder failed')

// Packages of the project are there only after set-up.
const { contentProblems, fuseProblems } = await import('./lib/package-check.mjs')
const { listPackage } = createRequire(import.meta.url)('@electron/asar')
const release = inProject('release')
const unpacked = readdirSync(release).filter((name) => existsSync(join(release, name, 'resources', 'app.asar')))
const problems = []
for (const name of unpacked) {
  const folder = join(release, name)
  const program = ['sif-desktop', 'SIF Desktop.exe'].map((file) => join(folder, file)).find((file) => existsSync(file))
  if (program) problems.push(...(await fuseProblems(program)))
  else problems.push(`${name} has no program`)
  problems.push(...contentProblems(folder, listPackage(join(folder, 'resources', 'app.asar'), { isPack: false })))
}
const bundles = existsSync(join(release, 'mac')) || existsSync(join(release, 'mac-arm64'))
for (const folder of bundles ? ['mac', 'mac-arm64'].filter((name) => existsSync(join(release, name))) : []) {
  problems.push(...(await fuseProblems(join(release, folder, 'SIF Desktop.app'))))
}
if (unpacked.length === 0 && !bundles) problems.push('nothing was packaged')
for (const problem of problems) say(`! ${problem}`)
if (problems.length > 0) stop('the package is not as it must be')
say('The package holds what it must.')
