/**
 * Where images are put that were fetched and kept out: out of the way, not executable, with the reason in
 * the record. They leave it only by a deliberate release with a note, or by being deleted.
 */
import { chmod, copyFile, link, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { quarantineCalls } from '../../../src-shared/contract/trust.ts'
import type { Arrival } from '../../../src-shared/model/policy.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { EnterFacts } from '../images/images.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { hashFile } from '../platform/hashing/index.ts'
import { discard, moveIntoPlace, temporaryName } from '../sif/replace-file.ts'
import type { ArrivalStore } from '../trust/arrival-store.ts'
import { findTarget } from './target.ts'

/**
 * Moves a file into the quarantine folder.
 * @param name how the file would have been called
 * @returns its path there
 */
export async function quarantine(file: string, home: string, name: string, id: string): Promise<string> {
  const folder = join(home, 'quarantine')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const place = join(folder, `${basename(name, '.sif')}-${id.slice(0, 8)}.sif.refused`)
  await chmod(file, 0o600)
  try {
    await rename(file, place)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    // Another file system: copied, and whatever happens not left where it could be taken for good.
    try {
      await copyFile(file, place)
    } finally {
      await rm(file, { force: true })
    }
  }
  return place
}

export interface QuarantineNeeds {
  readonly arrivals: ArrivalStore
  /** Tells that the list is another one. */
  changed(): void
  imageFolder(): string
  enter(path: string, facts: EnterFacts): Promise<string>
  /** What was found about the file goes along with it. */
  renamed(from: string, to: string): void
}

export interface QuarantineService {
  readonly handlers: Handlers<keyof typeof quarantineCalls>
}

export function createQuarantine({ clock }: Pick<EngineContext, 'clock'>, needs: QuarantineNeeds): QuarantineService {
  const { arrivals } = needs
  const held = (id: string): Arrival => {
    const arrival = arrivals.get(id)
    if (arrival?.after !== 'waiting') throw failure('QUARANTINE_NOT_FOUND', { id })
    return arrival
  }
  return {
    handlers: {
      'trust.quarantine': () => arrivals.waiting(),
      'trust.release': async ({ id, note, output }, { signal }) => {
        const arrival = held(id)
        const { reference, digest, name } = arrival
        await checkSame(arrival, signal)
        const target = await findTarget(output, needs.imageFolder(), name)
        await moveOut(arrival.path, target.path)
        needs.renamed(arrival.path, target.path)
        const facts = { ...(reference === null ? {} : { reference }), ...(digest === null ? {} : { digest }) }
        const imageId = await needs.enter(target.path, facts)
        arrivals.settle(id, 'released', clock().toISOString(), note, target.path)
        needs.changed()
        return { path: target.path, imageId }
      },
      'trust.discard': async ({ id }) => {
        const arrival = held(id)
        await rm(arrival.path, { force: true })
        arrivals.settle(id, 'deleted', clock().toISOString(), '', arrival.path)
        needs.changed()
        return { removed: true }
      },
    },
  }
}

/** The file must be the one that was judged: what lay around for months is not let in unseen. */
async function checkSame({ path, name, sizeBytes, digest }: Arrival, signal: AbortSignal): Promise<void> {
  const info = await stat(path).catch(() => null)
  if (info === null || !info.isFile()) throw failure('QUARANTINE_FILE_GONE', { name })
  if (info.size !== sizeBytes) throw failure('QUARANTINE_FILE_DIFFERS', { name })
  if (digest === null) return
  const { hex } = await hashFile(path, 'sha256', { signal })
  if (`sha256:${hex}` !== digest) throw failure('QUARANTINE_FILE_DIFFERS', { name })
}

/** @throws AppFailure FILE_EXISTS when the name is taken; nothing is ever replaced */
async function moveOut(from: string, to: string): Promise<void> {
  const temporary = temporaryName(to)
  const isLinked = await link(from, temporary).then(
    () => true,
    () => false,
  )
  try {
    if (!isLinked) await copyFile(from, temporary)
    await syncFile(temporary)
    await moveIntoPlace(temporary, to, { overwrite: false })
  } catch (error) {
    await discard(temporary)
    throw error
  }
  await chmod(to, 0o755)
  await unlink(from)
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
