/**
 * The keyrings of other programs on this computer: where they are, and what is in them. They are read and
 * never written; no program is run that could change one. Sources: services reference 3.6 (places and formats
 * of the command lines), GnuPG's manual (GNUPGHOME, --export).
 */
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FoundRing } from '../../../src-shared/model/key.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readNamedFile } from '../platform/named-file.ts'
import { readKeybox } from './openpgp/keybox.ts'
import { mostMaterialBytes } from './openpgp/material.ts'

export type RingEnvironment = Readonly<Record<string, string | undefined>>

export interface Rings {
  /** Rings whose files are there and not empty. Reads none of them. */
  find(): Promise<readonly FoundRing[]>
  /**
   * The bytes of a ring that `find` answers.
   * @throws AppFailure KEYRING_RING_NOT_FOUND, KEYRING_RING_UNREADABLE, FILE_TOO_LARGE
   */
  read(path: string, signal?: AbortSignal): Promise<{ readonly ring: FoundRing; readonly bytes: Uint8Array }>
}

const gpgTimeoutMs = 60_000
/** Where distributions and installations from source keep what an administrator set up. */
const systemFolders = ['/etc', '/usr/local/etc'] as const

/** @param environment HOME and the variables with which each program moves its ring */
export function createRings(environment: RingEnvironment, systemRoots: readonly string[] = systemFolders): Rings {
  const find = async (): Promise<readonly FoundRing[]> => {
    const found: FoundRing[] = []
    for (const ring of places(environment, systemRoots)) {
      if (ring.program === 'gnupg' ? await holdsPublicRing(ring.path) : await isFilled(ring.path)) found.push(ring)
    }
    return found
  }
  return {
    find,
    async read(path, signal) {
      const ring = (await find()).find((one) => one.path === path)
      if (ring === undefined) throw failure('KEYRING_RING_NOT_FOUND', { path })
      const bytes = ring.program === 'gnupg' ? await readGnupg(path, environment, signal) : await readBounded(path)
      return { ring, bytes }
    },
  }
}

function* places(environment: RingEnvironment, systemRoots: readonly string[]): Generator<FoundRing> {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir()
  const folder = (...candidates: readonly (string | undefined)[]): string =>
    resolve(candidates.find((candidate) => candidate !== undefined && candidate !== '') ?? home)
  const inside = (base: string | undefined, name: string): string | undefined => (base ? join(base, name) : undefined)

  const windows = inside(environment.APPDATA, 'gnupg')
  yield {
    program: 'gnupg',
    holds: 'public',
    isGlobal: false,
    path: folder(environment.GNUPGHOME, process.platform === 'win32' ? windows : undefined, join(home, '.gnupg')),
  }
  const own = {
    singularity: folder(
      environment.SINGULARITY_SYPGPDIR,
      inside(environment.SINGULARITY_CONFIGDIR, 'sypgp'),
      join(home, '.singularity', 'sypgp'),
    ),
    apptainer: folder(
      environment.APPTAINER_KEYSDIR,
      inside(environment.APPTAINER_CONFIGDIR, 'keys'),
      join(home, '.apptainer', 'keys'),
    ),
  } as const
  for (const program of ['singularity', 'apptainer'] as const) {
    yield { program, holds: 'public', isGlobal: false, path: join(own[program], 'pgp-public') }
    yield { program, holds: 'secret', isGlobal: false, path: join(own[program], 'pgp-secret') }
    for (const root of systemRoots) {
      yield { program, holds: 'public', isGlobal: true, path: join(root, program, 'global-pgp-public') }
    }
  }
}

async function isFilled(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => null)
  return status?.isFile() === true && status.size > 0
}

const ringFiles = ['pubring.kbx', 'pubring.gpg', join('public-keys.d', 'pubring.db')] as const

async function holdsPublicRing(folder: string): Promise<boolean> {
  for (const name of ringFiles) if (await isFilled(join(folder, name))) return true
  return false
}

/**
 * Reads the ring's files itself where it can, because a program that is run may tidy up. GnuPG is asked only
 * for rings in its own database.
 */
async function readGnupg(folder: string, environment: RingEnvironment, signal?: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  const [box, old, database] = ringFiles.map((name) => join(folder, name))
  if (await usesDatabase(folder, database)) return exportGnupg(folder, environment, signal)
  if (box !== undefined && (await isFilled(box))) {
    const keys = readKeybox(await readBounded(box))
    if (keys === null) return exportGnupg(folder, environment, signal)
    parts.push(keys)
  }
  if (old !== undefined && (await isFilled(old))) parts.push(await readBounded(old))
  return Buffer.concat(parts)
}

async function usesDatabase(folder: string, database: string | undefined): Promise<boolean> {
  if (database === undefined || !(await isFilled(database))) return false
  const settings = await readFile(join(folder, 'common.conf'), 'utf8').catch(() => '')
  return /^\s*use-keyboxd\b/m.test(settings)
}

function exportGnupg(folder: string, environment: RingEnvironment, signal?: AbortSignal): Promise<Uint8Array> {
  const settings = ['--homedir', folder, '--batch', '--no-tty', '--no-auto-check-trustdb', '--export']
  return new Promise((settle, refuse) => {
    execFile(
      'gpg',
      settings,
      {
        encoding: 'buffer',
        env: { PATH: environment.PATH, HOME: environment.HOME, LC_ALL: 'C' },
        maxBuffer: mostMaterialBytes,
        timeout: gpgTimeoutMs,
        ...(signal === undefined ? {} : { signal }),
      },
      (error, stdout, stderr) => {
        if (error === null) settle(stdout)
        else if (signal?.aborted) refuse(error)
        else {
          const detail = stderr.toString('utf8').trim().slice(0, 2000) || error.message
          refuse(failure('KEYRING_RING_UNREADABLE', { path: folder }, { detail }))
        }
      },
    )
  })
}

function readBounded(path: string): Promise<Uint8Array> {
  return readNamedFile(path, { mostBytes: mostMaterialBytes })
}
