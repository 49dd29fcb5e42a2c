/**
 * Every shared definition that needs no container program: what the two programs build, and what we build.
 * Where we do right what they do wrong, the case says so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, cp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Builder, builders } from '../../../src-main/engine/build/container/builder.ts'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import type { BuildResult } from '../../../src-shared/model/build.ts'
import { inFolder } from '../../support/folder.ts'
import { sharedPath } from '../../support/shared.ts'
import { differences, type Expectation } from './support/compare.ts'
import { type Builds, withBuilds } from './support/engine-build.ts'
import { readResult } from './support/read-result.ts'

const shared = sharedPath('fixtures/def-build')
const isPossible = shared !== null && findHelper() !== null
const root = shared ?? ''
const cases = isPossible ? readdirSync(root).filter((name) => existsSync(join(root, name, 'expect.json'))) : []
const baseFiles = isPossible ? JSON.parse(readFileSync(join(root, '../oci-to-sif/base-files.json'), 'utf8')).files : {}

const refused: Readonly<Record<string, string>> = {
  'err-appfiles-no-directory': 'BUILD_FILES_NO_DIRECTORY',
  'err-argument-bad': 'BUILD_ARGUMENT',
  'err-argument-undefined': 'BUILD_DEFINITION',
  'err-bootstrap-unknown': 'BUILD_DEFINITION',
  'err-files-missing': 'BUILD_FILES_MISSING',
  'err-files-outside': 'BUILD_PATH_IN_THE_WAY',
  'err-files-unknown-stage': 'BUILD_STAGE_MISSING',
  'err-fingerprint': 'BUILD_BASE_SIGNERS',
  'err-from-missing-file': 'FILE_NOT_FOUND',
  'err-no-from': 'BUILD_FROM_MISSING',
  'err-post-in-scratch': 'BUILD_NEEDS_PROGRAM',
  'err-section-flag': 'BUILD_SECTIONS',
  'err-section-unknown': 'BUILD_DEFINITION',
}

/** Texts that we write otherwise, on purpose: a `#!` line below an empty one is moved to where it works. */
const ownText: Readonly<Record<string, ReadonlySet<string>>> = {
  'shebang-after-blank': new Set(['/.singularity.d/runscript']),
}

/** One case was made without root, which gives everything to root. */
function ownersOf(name: string): 'keep' | 'root' {
  return name === 'apps' ? 'root' : 'keep'
}

/** The options of the command that made the expectation. */
function optionsOf(command: string) {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const values = (name: string): string[] => words.flatMap((word, at) => (word === name ? [words[at + 1] ?? ''] : []))
  const args = values('--build-arg').map((text): [string, string] => {
    const [name = '', ...rest] = text.split('=')
    return [name, rest.join('=')]
  })
  const sections = values('--section').flatMap((names) => names.split(','))
  return {
    arguments: Object.fromEntries(args),
    sections: sections.length === 0 ? ['all'] : sections,
    force: words.includes('--force'),
  }
}

/** Links of the cases, which a copy of the shared folder may have as files that hold their targets. */
const links: Readonly<Record<string, string>> = {
  'files-host/dirlink': 'dir',
  'files-host/link.txt': 'one.txt',
  'files-host/dir/inner': 'a',
}

/** A case and its inputs with the permissions and links they were made with. */
async function copyCase(name: string, to: string): Promise<void> {
  for (const part of ['inputs', name]) await cp(join(root, part), join(to, part), { recursive: true })
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const { mode } = await stat(path)
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
  for (const [path, target] of Object.entries(links)) {
    if (!path.startsWith(`${name}/`)) continue
    await rm(join(to, path))
    await symlink(target, join(to, path))
  }
}

async function build(builds: Builds, name: string, like: Builder, folder: string) {
  const expectation: Expectation = JSON.parse(readFileSync(join(root, name, 'expect.json'), 'utf8'))
  const from = Math.floor(Date.now() / 1000)
  const output = join(folder, 'result.sif')
  // Relative paths lead to the inputs beside the case.
  await copyCase(name, join(folder, 'cases'))
  const job = await builds.run({
    output,
    from: {
      kind: 'definition',
      text: readFileSync(join(root, name, 'image.def'), 'utf8'),
      name: 'image.def',
      folder: join(folder, 'cases', name),
    },
    like,
    owners: ownersOf(name),
    ...optionsOf(expectation.command),
  })
  return { expectation, job, output, from, to: Math.ceil(Date.now() / 1000) }
}

describe.skipIf(!isPossible)('definitions of the corpus', () => {
  test.each(cases.flatMap((name) => builders.map((builder) => [name, builder] as const)))(
    '%s as %s',
    async (name, builder) => {
      await inFolder(async (folder) => {
        await withBuilds(join(folder, 'home'), async (builds) => {
          const { expectation, job, output, from, to } = await build(builds, name, builder, folder)
          // A word without a value never gets further than the command line; here it is a name with an empty value.
          const isUnused = ['err-argument-unused', 'err-argument-bad'].includes(name) && builder === 'apptainer'
          const refusal = isUnused ? 'BUILD_ARGUMENTS_UNUSED' : (refused[name] ?? null)
          if (refusal !== null) {
            expect(job.error?.code).toBe(refusal)
            expect((await readdir(folder)).filter((file) => file !== 'home' && file !== 'cases')).toEqual([])
            return
          }
          expect(job.error).toBe(null)
          const found = await readResult(output)
          if (name === 'err-files-from-stage-fifo') {
            // Both programs stop at a named pipe; it is copied like everything else.
            expect(found.entries.get('/data/pipe')?.type).toBe('fifo')
            return
          }
          const { warnings } = job.result as BuildResult
          const messages = expectation.outcome[builder].root?.messages ?? []
          expect(warnings.filter((text) => /^The label|help text/.test(text))).toHaveLength(
            messages.filter((text) => /Label:|Help message/.test(text)).length,
          )
          const own = ownText[name]
          const owners = ownersOf(name)
          const options = { builder, baseFiles, from, to, owners, ...(own ? { ownText: own } : {}) }
          expect(differences(expectation, found, options)).toEqual([])
        })
      })
    },
  )
})
