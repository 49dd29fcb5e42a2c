/**
 * Names this engine among others that share its database, so that one engine never takes over
 * work that another one is still doing.
 */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** `host:pid:start`; the start time tells a process from a later one with the same number. */
export function ownerName(pid: number = process.pid): string {
  return `${hostname()}:${pid}:${startOf(pid) ?? ''}`
}

/** Whether the engine of that name still runs. Engines of other hosts count as running. */
export function isOwnerAlive(owner: string): boolean {
  const [host, pidText, start] = owner.split(':')
  if (host !== hostname()) return true
  const pid = Number(pidText)
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return start === '' || startOf(pid) === start
}

/** Start time in clock ticks since boot, where the system tells (field 22 of /proc/PID/stat). */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
