/** What this user may do when an installed program builds: read from the system, never tried out. */
import { access, constants, readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import type { BuildUser } from './compose-command.ts'

export async function readBuildUser(): Promise<BuildUser> {
  const { uid, username } = userInfo()
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)
  const proot = folders.map((folder) => isRunnable(join(folder, 'proot')))
  return {
    isRoot: uid === 0,
    hasSubordinateIds: isListed(await readFile('/etc/subuid', 'utf8').catch(() => ''), [username, String(uid)]),
    hasProot: (await Promise.all(proot)).includes(true),
  }
}

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isListed(text: string, users: readonly string[]): boolean {
  return text.split('\n').some((line) => users.some((user) => line.startsWith(`${user}:`)))
}
