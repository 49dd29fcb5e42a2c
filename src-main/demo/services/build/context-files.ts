/** What a client sent along for `%files`: a compressed archive of files under their absolute paths. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { readExactly, TarIndex } from '../../../engine/build/sources/tar-index.ts'

/** @returns contents by absolute path. @throws when it is no archive in gzip */
export async function readContext(archive: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-demo-'))
  try {
    const path = join(folder, 'context.tar')
    await writeFile(path, await promisify(gunzip)(archive))
    const handle = await open(path, 'r')
    try {
      const index = await TarIndex.read(handle, 'context.tar', new AbortController().signal)
      const files = new Map<string, Buffer>()
      for (const name of index.names()) {
        const found = index.find(name)
        if (found) files.set(`/${name}`, await readExactly(handle, found.offset, found.sizeBytes))
      }
      return files
    } finally {
      await handle.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Files of the context that a source of `%files` names, with their paths below it; none when it is not there. */
export function filesNamed(
  context: ReadonlyMap<string, Buffer>,
  source: string,
  workingFolder: string,
): readonly { readonly path: string; readonly below: string; readonly data: Buffer }[] {
  const absolute = source.startsWith('/') ? source : `${workingFolder.replace(/\/$/, '')}/${source}`
  const plain = absolute.replace(/\/+/g, '/').replace(/\/\.(?=\/|$)/g, '')
  const pattern = plain
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]')
  const expression = new RegExp(`^(${pattern.replace(/\/$/, '')})((?:/.*)?)$`)
  return [...context].flatMap(([path, data]) => {
    const match = expression.exec(path)
    return match ? [{ path: match[1] ?? path, below: match[2] ?? '', data }] : []
  })
}
