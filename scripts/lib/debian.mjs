/**
 * Programs that the tests run against, from Debian's packages: the browser, a display without a
 * screen, and the peers whose files and answers ours are compared with.
 */
import { existsSync } from 'node:fs'
import { findProgram, run } from './run.mjs'
import { say, warn } from './say.mjs'

const programs = {
  chromium: 'chromium',
  skopeo: 'skopeo',
  'docker-registry': 'docker-registry',
  mksquashfs: 'squashfs-tools',
  rdsquashfs: 'squashfs-tools-ng',
  siftool: 'siftool',
  sq: 'sq',
  gpg: 'gpg',
  umoci: 'umoci',
  sks: 'sks',
  Xvfb: 'xvfb',
  xauth: 'xauth',
}

/** Installs what is missing where that is allowed, else says what to install. Tests that need it are then left out, by name. */
export function setUpPeers() {
  const missing = missingPackages()
  if (missing.length === 0) return
  const prefix = rootPrefix()
  if (!existsSync('/usr/bin/apt-get') || prefix === null) {
    warn(`some tests will be left out; to run them all, install: ${missing.join(' ')}`)
    return
  }
  say(`Installing for the tests: ${missing.join(' ')}…`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = { stdio: ['ignore', 'ignore', 2], env: environment }
  const apt = (...args) =>
    run(prefix[0] ?? 'apt-get', [...prefix.slice(1), ...(prefix.length ? ['apt-get'] : []), ...args], quiet)
  apt('update', '-qq')
  const installArgs = ['install', '-y', '-qq', '--no-install-recommends']
  // One package that a release does not have must not keep the others out.
  if (!apt(...installArgs, ...missing)) for (const name of missing) apt(...installArgs, name)
  const stillMissing = missingPackages()
  if (stillMissing.length > 0)
    warn(`could not be installed, tests that need them are left out: ${stillMissing.join(' ')}`)
}

/** Servers lie in a folder that only an administrator's PATH has. */
function isThere(program) {
  return findProgram(program) !== null || existsSync(`/usr/sbin/${program}`)
}

function missingPackages() {
  const missing = Object.entries(programs).filter(([program]) => !isThere(program))
  return [...new Set(missing.map(([, name]) => name))]
}

/** What makes a command run as root, or null where nothing does without asking. */
function rootPrefix() {
  if (process.getuid?.() === 0) return []
  return findProgram('sudo') && run('sudo', ['-n', 'true'], { stdio: 'ignore' }) ? ['sudo', '-n'] : null
}
