/**
 * `npm run check`: types, lint and format, boundaries, dead code; of the native helper format and
 * lint, where cargo is. All run at once; each speaks only when it finds something. Under a minute.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setUpDependencies } from './lib/dependencies.mjs'
import { withLock } from './lib/lock.mjs'
import { inProject, nodeProgram, root } from './lib/project.mjs'
import { findProgram } from './lib/run.mjs'
import { say } from './lib/say.mjs'

withLock(setUpDependencies)
const node = nodeProgram()
const manifest = ['--manifest-path', inProject('src-helper', 'Cargo.toml')]
const hasHelper = existsSync(inProject('src-helper', 'Cargo.toml')) && findProgram('cargo') !== null

const checks = [
  ['types', node, [inProject('node_modules/typescript/bin/tsc'), '-p', '.']],
  ['lint and format', node, [inProject('node_modules/@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']],
  ['boundaries', node, [inProject('scripts/boundaries/main.ts')]],
  ['dead code', node, [inProject('node_modules/knip/bin/knip.js'), '--no-progress']],
  ...(hasHelper
    ? [
        ['helper: format', 'cargo', ['fmt', '--check', ...manifest]],
        [
          'helper: lint',
          'cargo',
          ['clippy', '--quiet', '--release', '--all-targets', ...manifest, '--', '-D', 'warnings'],
        ],
      ]
    : []),
]

const begun = Date.now()
const results = await Promise.all(checks.map(([name, program, args]) => check(name, program, args)))
const failed = results.filter((isGood) => !isGood).length
say(`${checks.length - failed} passed, ${failed} failed in ${((Date.now() - begun) / 1000).toFixed(1)} s`)
process.exitCode = failed > 0 ? 1 : 0

function check(name, program, args) {
  const at = Date.now()
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk) => {
      output += chunk
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => {
      output += error.message
    })
    child.on('close', (code) => {
      const isGood = code === 0
      say(`${isGood ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - at) / 1000).toFixed(1)} s)`)
      if (!isGood) say(output.trimEnd())
      resolve(isGood)
    })
  })
}
