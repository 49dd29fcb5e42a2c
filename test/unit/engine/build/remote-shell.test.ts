/** Words for a shell: what comes out of a real one is what went in. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../../../src-main/engine/build/ssh/find-hosts.ts'
import { asCommand, shellQuote } from '../../../../src-main/engine/build/ssh/remote-shell.ts'
import { sshFailure } from '../../../../src-main/engine/build/ssh/run-ssh.ts'

describe.skipIf(process.platform === 'win32')('quoting', () => {
  it('gives every word to sh as it is, also within a command within a command', () => {
    const character = fc.oneof(fc.constantFrom(...'\'"\\$`!*?~;&|<>(){}[]#-= \n\t%'), fc.string({ unit: 'binary' }))
    const word = fc
      .array(character, { maxLength: 20 })
      .map((parts) => parts.join('').replaceAll('\0', ''))
      .filter((text) => text.isWellFormed())
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`
        const said = execFileSync('sh', ['-c', asCommand(script)], { encoding: 'utf8' })
        expect(said.split('\0').slice(0, -1)).toEqual(words)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the answer of a host', () => {
  it('is found between what a profile prints', () => {
    const text =
      'Welcome\nuid=1000\nmachine=aarch64\nsubuid=yes\nprogram=/usr/bin/apptainer\napptainer version 1.4.3\nprogram=alias x\nsingularity version 1\nprogram=/opt/singularity\nno idea\n'
    expect(readAnswer('node', text)).toEqual({
      programs: [
        { name: 'apptainer', version: '1.4.3', path: '/usr/bin/apptainer', place: { kind: 'ssh', host: 'node' } },
      ],
      user: { isRoot: false, hasSubordinateIds: true, hasProot: false },
      architecture: 'arm64',
    })
  })

  it('that is none is told by its reason', () => {
    const said = 'debug\nssh: Could not resolve hostname node: Name or service not known\n'
    expect(sshFailure('node', 255, said)).toMatchObject({
      code: 'BUILD_SSH_UNREACHABLE',
      params: { reason: 'ssh: Could not resolve hostname node: Name or service not known' },
    })
    expect(sshFailure('node', 1, '').code).toBe('BUILD_SSH_REFUSED')
  })
})
