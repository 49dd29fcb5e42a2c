/**
 * Execution control lists: reads the `ecl.toml` of the command lines, says what it means to each of them,
 * tries it on images of this computer, and writes one. It starts nothing, and it never touches the
 * installation's list by itself.
 */
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { controlListCalls } from '../../../../src-shared/contract/trust.ts'
import {
  type ControlImage,
  type ControlList,
  type ControlListReading,
  decideControl,
} from '../../../../src-shared/model/control-list.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { FoundKey, KeyFinder, KeyNames } from '../../keyring/key-finder.ts'
import { type AnalysedKey, analyseCertificate } from '../../keyring/openpgp/analyse.ts'
import { mostMaterialBytes, readKeyMaterial } from '../../keyring/openpgp/material.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { toAppError } from '../../platform/failures.ts'
import { readNamedFile } from '../../platform/named-file.ts'
import { writeWhole } from '../../sif/write-whole.ts'
import { programImage } from './program-image.ts'
import { readControlList } from './read-list.ts'
import { notesOf, problemsOf } from './validate-list.ts'
import { writeControlList } from './write-list.ts'

export interface ControlListNeeds {
  /** The keys that stand for the installation's where no ring is named. */
  find(names: KeyNames): Promise<readonly FoundKey[]>
  /** Paths of the images of this computer. */
  images(): readonly string[]
}

export interface ControlListService {
  readonly handlers: Handlers<keyof typeof controlListCalls>
}

const mostListBytes = 2 * 1024 * 1024
/** So many images are tried at once. */
const mostImages = 2000

export function createControlList(
  { clock }: Pick<EngineContext, 'clock'>,
  needs: ControlListNeeds,
): ControlListService {
  return {
    handlers: {
      'trust.readControlList': async ({ path }) => readingOf(await readNamedFile(path, { mostBytes: mostListBytes })),
      'trust.testControlList': async ({ list, images, ring }, { signal }) => {
        const reading =
          'path' in list
            ? await readingOf(await readNamedFile(list.path, { mostBytes: mostListBytes }))
            : await checked(list.list)
        const keys = ring === null ? { pemKeys: [], find: needs.find } : await ringFinder(ring)
        const paths = (images.length === 0 ? needs.images() : images).slice(0, mostImages)
        const isLegacy = reading.kind === 'list' && reading.list.legacyInsecure
        const rows = []
        for (const path of paths) {
          signal.throwIfAborted()
          const image = await programImage({ path, isLegacy, keys, now: clock(), signal }).catch(
            (error: unknown): ControlImage | null => {
              const { kind, code } = toAppError(error)
              if (kind === 'cancelled') throw error
              if (images.length > 0) throw failure('CONTROL_LIST_IMAGE_UNREADABLE', { path, code })
              return null
            },
          )
          // A file of the library that is gone cannot be started either way.
          if (image === null) continue
          rows.push({
            path,
            singularity: decideControl('singularity', reading, image),
            apptainer: decideControl('apptainer', reading, image),
          })
        }
        return { reading, rows }
      },
      'trust.writeControlList': async ({ path, list, overwrite }) => {
        const reading = await checked(list)
        const [problem] = reading.kind === 'list' ? reading.problems : []
        if (problem !== undefined) {
          throw failure('CONTROL_LIST_WRONG', { group: problem.group + 1, problem: problem.kind })
        }
        const text = writeControlList(list)
        await writeList(path, text, overwrite)
        return { path, text }
      },
      'trust.printControlList': async ({ list }) => ({ text: writeControlList(list), reading: await checked(list) }),
    },
  }
}

async function readingOf(bytes: Uint8Array): Promise<ControlListReading> {
  const read = readControlList(bytes)
  if (read.kind === 'unreadable') return read
  const reading = await checked(read.list)
  return reading.kind === 'list' ? { ...reading, notes: [...read.notes, ...reading.notes] } : reading
}

async function checked(list: ControlList): Promise<ControlListReading> {
  return { kind: 'list', list, problems: await problemsOf(list), notes: notesOf(list) }
}

/** The keys of a ring file and no others. @throws AppFailure KEYRING_NO_KEYS */
async function ringFinder(path: string): Promise<KeyFinder> {
  const { certificates } = readKeyMaterial(await readNamedFile(path, { mostBytes: mostMaterialBytes }))
  if (certificates.length === 0) throw failure('KEYRING_NO_KEYS', {})
  const keys: AnalysedKey[] = []
  for (const certificate of certificates) {
    const key = await analyseCertificate(certificate)
    if (key !== null) keys.push(key)
  }
  const named = ({ parts }: AnalysedKey, { issuer, primary, keyId }: KeyNames): boolean =>
    parts.some(
      (part) => part.fingerprint === issuer || part.fingerprint === primary || (keyId !== null && part.keyId === keyId),
    )
  return {
    pemKeys: [],
    find: async (names) =>
      keys.filter((key) => named(key, names)).map((key) => ({ key, source: 'file', refreshedAt: null })),
  }
}

/** The whole file or nothing, readable by everybody like the one that is installed. */
async function writeList(path: string, text: string, overwrite: boolean): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => null)
  if (!folder?.isDirectory()) throw failure('FILE_NOT_FOUND', { path: dirname(path) })
  try {
    await writeWhole(path, text, { overwrite, mode: 0o644 })
  } catch (error) {
    const { code } = toAppError(error)
    if (code === 'FILE_NOT_PERMITTED') throw failure('CONTROL_LIST_NOT_PERMITTED', { name: basename(path), path })
    throw error
  }
}
