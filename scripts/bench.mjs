/** `npm run bench`: runs the measurements under test/bench, all or those named, one after another. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inProject, nodeProgram } from './lib/project.mjs'
import { run } from './lib/run.mjs'
import { say, stop } from './lib/say.mjs'
import { setUp } from './set-up.mjs'

setUp()
const folder = inProject('test', 'bench')
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.bench.ts')) : []
const wanted = process.argv.slice(2)
const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name.replace(/\.bench\.ts$/, '')))
if (chosen.length === 0) stop(`no such measurement; there are: ${names.join(', ') || 'none'}`)
for (const name of chosen) {
  say(`\n── ${name}`)
  if (!run(nodeProgram(), ['--expose-gc', join(folder, name)], { stdio: 'inherit' })) process.exitCode = 1
}
