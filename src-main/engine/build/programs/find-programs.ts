/**
 * Finds apptainer and singularity on the search path and asks them for their version, each file once. It runs
 * nothing else, and nothing that is not named like one of them.
 */
import { execFile } from 'node:child_process'
import { access, constants, realpath, stat } from 'node:fs/promises'
import { basename, delimiter, isAbsolute, join } from 'node:path'
import type { BuildProgram, BuildProgramName } from '../../../../src-shared/model/build.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { printable } from '../../../../src-shared/text/printable.ts'

const names = ['apptainer', 'singularity'] as const
const answerWithinMs = 5000
const mostAnswerBytes = 64 * 1024

export interface ProgramFinder {
  /** Paths on the search path; of several names of one file the first. */
  paths(): Promise<readonly string[]>
  /** @throws AppFailure BUILD_PROGRAM_OTHER, BUILD_PROGRAM_UNUSABLE */
  identify(path: string): Promise<BuildProgram>
}

export function createProgramFinder(): ProgramFinder {
  const asked = new Map<string, Promise<Pick<BuildProgram, 'name' | 'version'> | null>>()
  return {
    async paths() {
      const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)
      const found = new Map<string, string>()
      for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
        const file = await programFile(path)
        if (file !== null && !found.has(file)) found.set(file, path)
      }
      return [...found.values()]
    },
    async identify(path) {
      const file = isAbsolute(path) && /apptainer|singularity/.test(basename(path)) ? await programFile(path) : null
      if (file === null) throw failure('BUILD_PROGRAM_OTHER', { path })
      // A file that was exchanged is asked again.
      const { mtimeMs, size } = await stat(file)
      const key = `${path} ${mtimeMs} ${size}`
      const answer = asked.get(key) ?? askVersion(path)
      asked.set(key, answer)
      const known = await answer
      if (known === null) {
        asked.delete(key)
        throw failure('BUILD_PROGRAM_UNUSABLE', { path })
      }
      return { ...known, path, place: { kind: 'path' } }
    },
  }
}

/** The file behind a path; null for what cannot be run. */
async function programFile(path: string): Promise<string | null> {
  try {
    const file = await realpath(path)
    await access(file, constants.X_OK)
    return (await stat(file)).isFile() ? file : null
  } catch {
    return null
  }
}

function askVersion(path: string): Promise<Pick<BuildProgram, 'name' | 'version'> | null> {
  const options = { timeout: answerWithinMs, killSignal: 'SIGKILL', maxBuffer: mostAnswerBytes } as const
  return new Promise((fulfil) => {
    execFile(path, ['--version'], options, (error, stdout) => fulfil(error === null ? readVersion(stdout) : null))
  })
}

/** `apptainer version 1.4.3`, `singularity-ce version 4.5.1`, `singularity version 3.8.7`. */
export function readVersion(text: string): { readonly name: BuildProgramName; readonly version: string } | null {
  const [, word, version] = /^(apptainer|singularity)\S* version (\S{1,100})/m.exec(text) ?? []
  const name = names.find((one) => one === word)
  return name === undefined || version === undefined ? null : { name, version: printable(version) }
}
