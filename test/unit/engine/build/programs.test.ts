/** The command that builds with an installed program, for each kind of user, and how programs name their version. */
import { describe, expect, test } from 'vitest'
import { type BuildUser, composeCommand } from '../../../../src-main/engine/build/programs/compose-command.ts'
import { readVersion } from '../../../../src-main/engine/build/programs/find-programs.ts'

const root: BuildUser = { isRoot: true, hasSubordinateIds: false, hasProot: false }
const listed: BuildUser = { isRoot: false, hasSubordinateIds: true, hasProot: true }
const prootOnly: BuildUser = { isRoot: false, hasSubordinateIds: false, hasProot: true }
const nothing: BuildUser = { isRoot: false, hasSubordinateIds: false, hasProot: false }

function compose(name: 'apptainer' | 'singularity', user: BuildUser, isDefinition = true): readonly string[] {
  const program = { name, path: `/usr/bin/${name}` }
  const rest = { output: '/a.sif', source: '/a.def', force: false, sections: ['all'], arguments: {} }
  return composeCommand({ program, user, isDefinition, ...rest })
}

describe('the command', () => {
  test.each([
    ['singularity', root, false],
    ['singularity', listed, true],
    ['singularity', prootOnly, false],
    ['singularity', nothing, true],
    ['apptainer', root, false],
    ['apptainer', nothing, false],
  ] as const)('of %s for %j asks for fakeroot: %s', (name, user, isAsked) => {
    expect(compose(name, user).includes('--fakeroot')).toBe(isAsked)
  })

  test('needs no fakeroot for a conversion', () => {
    expect(compose('singularity', listed, false)).toEqual([
      ...['/usr/bin/singularity', '--nocolor', 'build', '/a.sif', '/a.def'],
    ])
  })

  test('keeps arguments whole and names sections once', () => {
    const command = composeCommand({
      ...{ program: { name: 'apptainer', path: '/usr/bin/apptainer' }, user: root, isDefinition: true },
      ...{ output: '/a b.sif', source: '/a.def', force: true, sections: ['files', 'labels'] },
      arguments: { A: '1 2; rm', B: '--fakeroot' },
    })
    expect(command).toEqual([
      ...['/usr/bin/apptainer', '--nocolor', 'build', '--force', '--section', 'files,labels'],
      ...['--build-arg', 'A=1 2; rm', '--build-arg', 'B=--fakeroot', '/a b.sif', '/a.def'],
    ])
  })
})

test.each([
  ['apptainer version 1.4.3\n', { name: 'apptainer', version: '1.4.3' }],
  ['singularity-ce version 4.5.1+dev\n', { name: 'singularity', version: '4.5.1+dev' }],
  ['singularity version 3.8.7-1.el8\n', { name: 'singularity', version: '3.8.7-1.el8' }],
  ['git version 2.39.5\n', null],
  ['', null],
])('%j is read as %j', (text, expected) => {
  expect(readVersion(text)).toEqual(expected)
})
