/**
 * `npm start`: sets up and runs the application: its window where there is an Electron and a display,
 * otherwise in the browser, saying why. Arguments are passed on: a file to open, or options of `serve`.
 */
import { spawn } from 'node:child_process'
import { displayProblem, findElectron } from './lib/electron.mjs'
import { inProject, nodeProgram, root } from './lib/project.mjs'
import { say } from './lib/say.mjs'
import { setUp } from './set-up.mjs'

setUp()
const given = process.argv.slice(2)
const screen = displayProblem()
const electron = screen === null ? await findElectron() : { problem: screen }
if ('program' in electron) follow(electron.program, [root, ...given])
else {
  say(`No window: ${electron.problem}. SIF Desktop runs in the browser instead.`)
  follow(nodeProgram(), [inProject('dist', 'main', 'cli.js'), 'serve', ...given])
}

/** Runs the application as the foreground: its signals and its end are this script's. */
function follow(program, args) {
  const child = spawn(program, args, { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    say(`error: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
