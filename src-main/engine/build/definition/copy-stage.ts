/**
 * `%files from STAGE`: trees of another stage's finished root, with owners, modes, times, hard links and inner
 * links as they are there. Only a link that is named itself is followed. Source: build reference, 1.6.
 */
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { textOfWire, wireOfText } from '../../files/byte-text.ts'
import type { AddOptions, ImageInMaking } from '../../files/pack/image-in-making.ts'
import type { Warn } from '../container/add-metadata.ts'
import type { Builder } from '../container/builder.ts'
import { nameOf } from '../container/root.ts'
import { cleanNames, destination } from './destination.ts'
import { expand, type GlobTree } from './glob.ts'
import type { RootEntry, RootReader } from './root-reader.ts'

export interface StageCopyOptions {
  readonly builder: Builder
  readonly signal: AbortSignal
  readonly warn: Warn
}

/** @throws AppFailure BUILD_FILES_MISSING, BUILD_FILES_TARGET, BUILD_PATH_IN_THE_WAY */
export async function copyFromStage(
  image: ImageInMaking,
  stage: RootReader,
  copy: { readonly source: string; readonly target: string },
  options: StageCopyOptions,
): Promise<void> {
  if (copy.source === '') return
  const pattern = `/${copy.source.replace(/^\/+/, '')}`
  const sources = await expand(stageTree(stage), pattern, options.builder, {})
  if (sources.length === 0) throw failure('BUILD_FILES_MISSING', { source: copy.source })
  const isWhole = copy.target === ''
  for (const source of sources) {
    const placeOf = await destination(image, isWhole ? source : copy.target, isWhole ? 1 : sources.length)
    const clean = `/${cleanNames(source).join('/')}`
    const entry = await stage.stat(wireOfText(clean), true)
    if (entry === null) throw failure('BUILD_FILES_MISSING', { source })
    await copyTop(image, stage, entry, placeOf(nameOf(clean)), options)
  }
}

async function copyTop(
  image: ImageInMaking,
  stage: RootReader,
  entry: RootEntry,
  place: string,
  options: StageCopyOptions,
): Promise<void> {
  const firstNames = new Map<number, string>()
  if (entry.type !== 'dir') return copyEntry(image, stage, entry, place, firstNames, options)
  const found = await image.look(place, { follow: true })
  if (found !== null && found.kind !== 'dir') throw failure('BUILD_PATH_IN_THE_WAY', { inside: place })
  if (found === null) await image.addDirectory(place, { mode: 0o755 })
  await copyChildren(image, stage, entry, place, firstNames, options)
}

async function copyChildren(
  image: ImageInMaking,
  stage: RootReader,
  directory: RootEntry,
  place: string,
  firstNames: Map<number, string>,
  options: StageCopyOptions,
): Promise<void> {
  for await (const child of stage.list(directory.path)) {
    const name = textOfWire(nameOf(child.path))
    await copyEntry(image, stage, child, place === '/' ? `/${name}` : `${place}/${name}`, firstNames, options)
  }
}

async function copyEntry(
  image: ImageInMaking,
  stage: RootReader,
  entry: RootEntry,
  place: string,
  firstNames: Map<number, string>,
  options: StageCopyOptions,
): Promise<void> {
  options.signal.throwIfAborted()
  const facts: AddOptions = {
    mode: Number.parseInt(entry.mode, 8),
    uid: entry.uid,
    gid: entry.gid,
    mtimeSeconds: entry.mtime,
  }
  if (entry.hasXattrs === true && entry.type !== 'dir')
    options.warn('stageXattrsLeftOut', { path: textOfWire(entry.path) })
  switch (entry.type) {
    case 'dir':
      await image.addDirectory(place, facts)
      await copyChildren(image, stage, entry, place, firstNames, options)
      // What was put in has changed its time.
      await image.addDirectory(place, facts)
      return
    case 'symlink':
      await image.addLink(place, textOfWire(entry.target ?? ''), facts)
      return
    case 'file': {
      const first = entry.links > 1 ? firstNames.get(entry.inode) : undefined
      if (first !== undefined) return image.addName(place, first)
      firstNames.set(entry.inode, place)
      await image.addFile(place, { sizeBytes: entry.sizeBytes, open: () => stage.read(entry.path) }, facts)
      return
    }
    case 'fifo':
      await image.addFifo(place, facts)
      return
    case 'char':
    case 'block': {
      const { major = 0, minor = 0 } = entry
      await image.addDevice(place, { kind: entry.type, major, minor }, facts)
      return
    }
    case 'socket':
      options.warn('specialLeftOut', { path: textOfWire(entry.path), kind: 'socket' })
  }
}

function stageTree(stage: RootReader): GlobTree {
  const clean = (path: string): string => wireOfText(`/${cleanNames(path).join('/')}`)
  return {
    exists: async (path) => (await stage.stat(clean(path), true)) !== null,
    isDirectory: async (path) => (await stage.stat(clean(path), true))?.type === 'dir',
    async names(directory) {
      const found = await stage.stat(clean(directory), true)
      if (found?.type !== 'dir') return []
      const names: string[] = []
      for await (const { path } of stage.list(found.path)) names.push(textOfWire(nameOf(path)))
      return names
    },
  }
}
