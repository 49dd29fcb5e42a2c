/**
 * Which files running programs hold open, as far as this user can see: their descriptors, working
 * folders and loop devices. Programs of other users and of other computers cannot be seen.
 */
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface OpenElsewhere {
  hasFile(file: { readonly dev: number; readonly ino: number }): boolean
  /** Whether something is open in a folder, or somebody works in it. */
  hasWithin(folder: string): boolean
}

export async function findOpenElsewhere(): Promise<OpenElsewhere> {
  const files = new Set<string>()
  const paths = new Set<string>()
  if (process.platform === 'linux') {
    for (const id of await readdir('/proc').catch((): string[] => [])) {
      if (!/^\d+$/.test(id)) continue
      const own = join('/proc', id)
      const descriptors = await readdir(join(own, 'fd')).catch((): string[] => [])
      const links = [
        join(own, 'cwd'),
        join(own, 'root'),
        join(own, 'exe'),
        ...descriptors.map((fd) => join(own, 'fd', fd)),
      ]
      for (const link of links) await note(link, files, paths)
    }
    for (const device of await readdir('/sys/block').catch((): string[] => [])) {
      if (!device.startsWith('loop')) continue
      const backing = await readFile(join('/sys/block', device, 'loop', 'backing_file'), 'utf8').catch(() => null)
      if (backing !== null) await note(backing.replace(/\n$/, ''), files, paths)
    }
  }
  return {
    hasFile: ({ dev, ino }) => files.has(`${dev}:${ino}`),
    hasWithin(folder) {
      for (const path of paths) if (path === folder || path.startsWith(`${folder}/`)) return true
      return false
    },
  }
}

async function note(link: string, files: Set<string>, paths: Set<string>): Promise<void> {
  const target = link.startsWith('/proc/') ? await readlink(link).catch(() => null) : link
  // Sockets and pipes are not files that could be removed.
  if (target === null || !target.startsWith('/') || target.startsWith('/dev/')) return
  paths.add(target)
  const info = await stat(link).catch(() => null)
  if (info !== null) files.add(`${info.dev}:${info.ino}`)
}
