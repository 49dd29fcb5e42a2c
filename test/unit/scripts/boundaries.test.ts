/** The boundary rules catch what they are for, in every form an import can take. */
import { describe, expect, it } from 'vitest'
import { checkBoundaries } from '../../../scripts/boundaries/check.ts'
import { rooms } from '../../../scripts/boundaries/rules.ts'

function check(file: string, text: string): readonly string[] {
  return checkBoundaries([file], rooms, () => text).map(({ line, why }) => `${line}: ${why}`)
}

describe('forbidden', () => {
  it.each([
    ['shared code and Node', 'src-shared/model/a.ts', 'node:fs'],
    ['shared code and Node under its bare name', 'src-shared/model/a.ts', 'fs'],
    ['shared code and the engine', 'src-shared/model/a.ts', '../../src-main/engine/engine.ts'],
    ['shared code and a page', 'src-shared/model/a.ts', '../../src-renderer/app/app.tsx'],
    ['shared code and React', 'src-shared/model/a.ts', 'react'],
    ['shared code and something named like zod', 'src-shared/model/a.ts', 'zodiac'],
    ['the engine and the shell', 'src-main/engine/engine.ts', '../shell/windows.ts'],
    ['the engine and the browser face', 'src-main/engine/engine.ts', '../serve/server.ts'],
    ['the engine and the command line', 'src-main/engine/engine.ts', '../cli/output.ts'],
    ['the engine and Electron', 'src-main/engine/keyring/a.ts', 'electron'],
    ['the engine and a page', 'src-main/engine/keyring/a.ts', '../../../src-renderer/app/app.tsx'],
    ['the format and its neighbours', 'src-main/engine/sif/read.ts', '../images/images.ts'],
    ['the format and the platform', 'src-main/engine/sif/read.ts', '../platform/jobs.ts'],
    ['the format and the database', 'src-main/engine/sif/read.ts', 'better-sqlite3'],
    ['the format and a folder named like its own', 'src-main/engine/sif/read.ts', '../sif-other/a.ts'],
    ['the platform and a domain', 'src-main/engine/platform/jobs.ts', '../images/images.ts'],
    ['a page and the engine', 'src-renderer/features/images/a.tsx', '../../../src-main/engine/engine.ts'],
    ['a page and Node', 'src-renderer/features/images/a.tsx', 'node:path'],
    ['a page and Electron', 'src-renderer/features/images/a.tsx', 'electron'],
    ['a component and a feature', 'src-renderer/components/button.tsx', '../features/images/a.tsx'],
    ['the browser face and the engine itself', 'src-main/serve/server.ts', '../engine/engine.ts'],
    ['the preload script and Node', 'src-main/shell/preload.ts', 'node:fs'],
    ['the preload script and the rest of the shell', 'src-main/shell/preload.ts', './windows.ts'],
    ['the command line and the shell', 'src-main/cli/main.ts', '../shell/main.ts'],
  ])('%s', (_what, file, specifier) => {
    expect(check(file, `import { x } from '${specifier}'`)).toHaveLength(1)
  })

  it.each([
    `import x from 'electron'`,
    `import 'electron'`,
    `import type { X } from 'electron'`,
    `export { x } from 'electron'`,
    `export type { X } from 'electron'`,
    `export * from 'electron'`,
    `const x = await import('electron')`,
    `type X = import('electron').App`,
    `const x = require('electron')`,
    `import x = require('electron')`,
  ])('in the form of %s', (text) => {
    expect(check('src-main/engine/a.ts', `\n${text}\n`)).toEqual(['2: src-main/engine must not import electron'])
  })

  it('an import that cannot be known, and a file that lies nowhere', () => {
    expect(check('src-main/engine/a.ts', 'await import(name)')).toEqual(['1: a computed import cannot be checked'])
    expect(check('elsewhere/a.ts', `import 'x'`)).toHaveLength(1)
  })
})

describe('allowed', () => {
  it.each([
    ['src-shared/model/a.ts', './b.ts'],
    ['src-shared/contract/a.ts', 'zod'],
    ['src-main/engine/sif/read.ts', 'node:fs/promises'],
    ['src-main/engine/sif/read.ts', '../../../src-shared/model/sif.ts'],
    ['src-main/engine/images/a.ts', '../sif/read.ts'],
    ['src-main/engine/images/a.ts', '../platform/jobs.ts'],
    ['src-main/shell/main.ts', 'electron'],
    ['src-main/cli/main.ts', '../engine/engine.ts'],
    ['src-renderer/features/images/a.tsx', '../../components/button.tsx'],
    ['src-renderer/app/a.tsx', '@codemirror/view'],
  ])('%s imports %s', (file, specifier) => {
    expect(check(file, `import { x } from '${specifier}'`)).toEqual([])
  })
})
