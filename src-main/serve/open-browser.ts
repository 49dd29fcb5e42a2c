/**
 * Opens the system's browser. The address holds a secret, and command lines can be read by every
 * user of the computer, so the browser is given a file only this user can read, which leads on.
 */
import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enterPage } from './pages.ts'

const readWithinMs = 30_000

/** Whether there can be a browser to open. */
export function canOpenBrowser(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return true
  return Boolean(environment.DISPLAY ?? environment.WAYLAND_DISPLAY)
}

/**
 * @param url where to lead
 * @param folder a folder of this user's own; the file lies there for half a minute
 * @returns a function that removes the file at once
 */
export async function openBrowser(url: string, folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `open-${process.pid}.html`)
  await rm(file, { force: true })
  await writeFile(file, enterPage(url), { mode: 0o600, flag: 'wx' })
  const [program, ...args] = opener(file)
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  // No opener installed: the address is printed anyway.
  child.on('error', () => undefined)
  child.unref()
  const remove = (): Promise<void> => rm(file, { force: true })
  setTimeout(() => void remove(), readWithinMs).unref()
  return remove
}

function opener(file: string): readonly [string, ...string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', file]
    case 'win32':
      return ['cmd', '/c', 'start', '""', file]
    default:
      return ['xdg-open', file]
  }
}
