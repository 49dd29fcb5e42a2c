/**
 * Finds an Electron to open the window with, downloading its release once where that is possible.
 * A download that failed is remembered for a day, so that every later start is quick.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject, memory } from './project.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

const record = join(memory, 'electron-download.json')
const rememberMs = 24 * 3600 * 1000
const answerWithinMs = 4000
const downloadWithinMs = 10 * 60 * 1000

/**
 * Whether this session has a screen to open a window on.
 * @returns {string | null} why not, or null when it has
 */
export function displayProblem(environment = process.env) {
  if (process.platform !== 'linux') return null
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display (DISPLAY is not set)'
  if (process.getuid?.() === 0) return 'Electron does not run as root with its sandbox on'
  return null
}

/** @returns {Promise<{ program: string } | { problem: string }>} */
export async function findElectron() {
  const installed = installedElectron()
  if (installed) return { program: installed }
  if (!existsSync(inProject('node_modules', 'electron', 'install.js'))) {
    return { problem: 'the npm package electron is not installed' }
  }
  const failed = rememberedFailure()
  if (failed) return { problem: failed }
  const problem = await download()
  const downloaded = problem === null ? installedElectron() : null
  if (downloaded) return { program: downloaded }
  const reason = problem ?? 'the download of Electron is incomplete'
  mkdirSync(memory, { recursive: true })
  writeFileSync(record, JSON.stringify({ version: wantedVersion(), at: Date.now(), reason }))
  return { problem: reason }
}

/** The Electron that ELECTRON_OVERRIDE_DIST_PATH names, or the one beside its npm package. */
export function installedElectron() {
  const file = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? inProject('node_modules', 'electron', 'dist')
  const program = join(folder, file)
  return existsSync(program) ? program : null
}

function wantedVersion() {
  return JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8')).version
}

function rememberedFailure() {
  try {
    const { version, at, reason } = JSON.parse(readFileSync(record, 'utf8'))
    const isRecent = Date.now() - at < rememberMs
    return isRecent && version === wantedVersion()
      ? `${reason} (tried ${new Date(at).toLocaleString()}; remembered for a day in ${record})`
      : null
  } catch {
    return null
  }
}

/** @returns {Promise<string | null>} what went wrong */
async function download() {
  const source = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/'
  const isProxied = process.env.HTTPS_PROXY || process.env.https_proxy || process.env.ELECTRON_GET_USE_PROXY
  // A closed network may drop packets instead of refusing; the installer would then wait for minutes.
  if (!isProxied && !(await answers(source)))
    return `Electron could not be downloaded: ${new URL(source).host} does not answer`
  say('Downloading Electron…')
  const installer = inProject('node_modules', 'electron', 'install.js')
  const done = run(process.execPath, [installer], { stdio: 'ignore', timeout: downloadWithinMs })
  return done ? null : 'the download of Electron failed'
}

async function answers(url) {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(answerWithinMs) })
    return true
  } catch {
    return false
  }
}
