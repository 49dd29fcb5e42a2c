/**
 * Makes a checkout ready to run: packages, native helper, build; for tests also the programs they
 * run against. Quick when nothing changed. Runs on any Node from 20 on, before anything is installed.
 *
 *   node scripts/set-up.mjs [--tests] [--build]     --build: build also when nothing changed
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setUpBuild } from './lib/build-step.mjs'
import { setUpPeers } from './lib/debian.mjs'
import { setUpDependencies } from './lib/dependencies.mjs'
import { stampAs } from './lib/fresh.mjs'
import { setUpHelper } from './lib/helper.mjs'
import { withLock } from './lib/lock.mjs'
import { memory } from './lib/project.mjs'
import { stop } from './lib/say.mjs'

/**
 * @param {{ tests?: boolean, build?: boolean }} [options]
 * @returns {{ helper: boolean }} what is there afterwards
 */
export function setUp({ tests = false, build = false } = {}) {
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major < 20) stop(`Node 20 or newer is needed to set up; this is ${process.version}`)
  return withLock(() => {
    const begunAt = new Date()
    setUpDependencies()
    const helper = setUpHelper()
    const isComplete = setUpBuild(build)
    // bin/sif-desktop compares the sources with this file alone.
    if (isComplete) stampAs(join(memory, 'ready'), begunAt)
    if (tests) setUpPeers()
    return { helper }
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  setUp({ tests: process.argv.includes('--tests'), build: process.argv.includes('--build') })
}
