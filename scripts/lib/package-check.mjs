/**
 * What must hold of a packaged application, read back from what was made: the fuses in Electron's
 * program, no source maps, and the parts that only a package can lose.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'

/** Whether each fuse must be on. Security point 6. */
const wantedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
}

/** A fuse is one character of the program. */
const [off, on] = ['0', '1'].map((state) => state.charCodeAt(0))

/**
 * @param {string} program Electron's program inside of a package
 * @returns {Promise<string[]>} what is wrong with its fuses
 */
export async function fuseProblems(program) {
  const wire = await getCurrentFuseWire(program)
  if (wire.version !== FuseVersion.V1) return [`the fuses have a version that is not known: ${wire.version}`]
  return Object.entries(wantedFuses).flatMap(([name, isOn]) => {
    const state = wire[FuseV1Options[name]]
    if (state === (isOn ? on : off)) return []
    return [`the fuse ${name} is ${state === undefined ? 'not there' : 'wrong'}; it must be ${isOn ? 'on' : 'off'}`]
  })
}

/**
 * @param {string} folder an unpacked application, such as release/linux-unpacked
 * @param {readonly string[]} inside the names of the files in its ASAR
 */
export function contentProblems(folder, inside) {
  const problems = []
  for (const file of [
    'dist/main/cli.js',
    'dist/main/engine.js',
    'dist/shell/main.cjs',
    'dist/shell/preload.cjs',
    'dist/renderer/index.html',
  ]) {
    if (!inside.some((name) => name.replaceAll('\\', '/').replace(/^\//, '') === file))
      problems.push(`${file} is missing`)
  }
  for (const name of inside) if (name.endsWith('.map')) problems.push(`there is a source map: ${name}`)
  const resources = join(folder, 'resources')
  const helper = join(resources, 'helper')
  if (!existsSync(helper) || readdirSync(helper).length === 0) problems.push('the native helper is missing')
  return problems
}
