/** Opens the window in a real Electron. One older than the project's own gets its engine from Node 24. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { environmentFor, nodeProgram, projectFolder } from './processes.ts'

/** First Electron whose Node runs the engine in its own utility process. */
const firstWithEngine = 40

/** @param args what the application is started with, such as a file to open */
export async function openElectron(home: string, args: readonly string[] = []): Promise<ElectronApplication> {
  const program = process.env.ELECTRON_PROGRAM
  if (program === undefined) throw new Error('ELECTRON_PROGRAM names no Electron; run these tests by npm test')
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: program,
      // On a display without a graphics card the window now and then waits for one for ever.
      args: ['--disable-gpu', projectFolder, ...args],
      env: { ...environmentFor(home), ...engineFor(program) },
      // As people run it; Playwright would switch the sandbox off otherwise.
      chromiumSandbox: true,
      timeout: 15_000,
    })
  // Playwright now and then misses the moment when it could attach, and then waits for ever; that says nothing of the application.
  return launch().catch(launch)
}

/** The engine's command where Electron's own Node is too old for it. */
function engineFor(program: string): Record<string, string> {
  if (majorOf(program) >= firstWithEngine) return {}
  const command = [nodeProgram(), join(projectFolder, 'dist', 'main', 'cli.js'), 'engine', '--stdio']
  return { SIF_DESKTOP_ENGINE_COMMAND: JSON.stringify(command) }
}

function majorOf(program: string): number {
  return Number(/\d+/.exec(readFileSync(join(dirname(program), 'version'), 'utf8'))?.[0] ?? 0)
}
