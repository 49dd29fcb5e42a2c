/**
 * Shows a file in the application's window, where there is an Electron and a screen. The window is
 * a program of its own: it goes on when the command has ended, and an open one takes the file over.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @returns false where no window can be opened */
export async function openInWindow(file: string): Promise<boolean> {
  const program = electronProgram()
  if (program === null || !hasScreen()) return false
  const child = spawn(program, [projectFolder(), file], { detached: true, stdio: 'ignore' })
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function hasScreen(): boolean {
  if (process.platform !== 'linux') return true
  // As root Electron does not start with its sandbox on.
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) && process.getuid?.() !== 0
}

/** The folder with package.json: two above the built command line, dist/main/cli.js. */
function projectFolder(): string {
  return dirname(dirname(dirname(fileURLToPath(import.meta.url))))
}

function electronProgram(): string | null {
  const names: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(projectFolder(), 'node_modules', 'electron', 'dist')
  const program = join(folder, names[process.platform] ?? 'electron')
  return existsSync(program) ? program : null
}
