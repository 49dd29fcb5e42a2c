import { describe, expect, it } from 'vitest'
import { readBases, readTypedBase, setBase } from '../../../src-shared/definition/base.ts'
import { edited } from '../../../src-shared/definition/edit/result.ts'

const none = new Map<string, string>()
const digest = 'a'.repeat(64)

describe('the base of a stage', () => {
  it('is one reference, with values of arguments in their places', () => {
    const text = 'Bootstrap: docker\nFrom: ubuntu:{{ UBUNTU }}\n\n%arguments\n    UBUNTU=24.04\n'
    expect(readBases(text, none)).toMatchObject([
      { stageIndex: 0, written: 'docker://ubuntu:{{ UBUNTU }}', reference: 'docker://ubuntu:24.04', isPinned: false },
    ])
    expect(readBases(text, new Map([['UBUNTU', '22.04']]))[0]?.reference).toBe('docker://ubuntu:22.04')
    expect(readBases('Bootstrap: docker\nFrom: a:{{ NONE }}\n', none)[0]?.reference).toBeNull()
  })

  it('joins registry and namespace, and knows what is pinned and asked for', () => {
    const text = `Bootstrap: docker\nRegistry: r.example.org/\nNamespace: team\nFrom: tool@sha256:${digest}\n`
    expect(readBases(text, none)).toMatchObject([
      { reference: `docker://r.example.org/team/tool@sha256:${digest}`, isPinned: true },
    ])
    const signed = `Bootstrap: library\nFrom: a/b/c:1\nFingerprints: ${'ab'.repeat(20)}, ${'CD'.repeat(20)}\n`
    expect(readBases(signed, none)[0]?.fingerprints).toEqual(['AB'.repeat(20), 'CD'.repeat(20)])
  })

  it('may be a file, nothing, or packages that a form leaves to the text', () => {
    expect(readBases('Bootstrap: localimage\nFrom: base.sif\n', none)).toMatchObject([
      { written: 'base.sif', path: 'base.sif', reference: null, isEditable: true },
    ])
    expect(readBases('Bootstrap: scratch\n', none)).toMatchObject([{ written: 'scratch', isEditable: true }])
    expect(readBases('Bootstrap: debootstrap\nOSVersion: bookworm\n', none)).toMatchObject([{ isEditable: false }])
    expect(readBases('', none)).toEqual([])
  })

  it('reads what people type', () => {
    expect(readTypedBase('docker://alpine:3.20')).toEqual({ agent: 'docker', from: 'alpine:3.20' })
    expect(readTypedBase('alpine:3.20')).toEqual({ agent: 'docker', from: 'alpine:3.20' })
    expect(readTypedBase('debian:9', 'library')).toEqual({ agent: 'library', from: 'debian:9' })
    expect(readTypedBase('debian:9', 'localimage')).toEqual({ agent: 'docker', from: 'debian:9' })
    expect(readTypedBase('../base.sif')).toEqual({ agent: 'localimage', from: '../base.sif' })
    expect(readTypedBase('oci-archive:a.tar')).toEqual({ agent: 'oci-archive', from: 'a.tar' })
    expect(readTypedBase('registry.example.org:5000/a')).toEqual({
      agent: 'docker',
      from: 'registry.example.org:5000/a',
    })
    expect(readTypedBase(' Scratch ')).toEqual({ agent: 'scratch', from: null })
  })

  it('is changed without touching anything else', () => {
    const text = '# mine\nbootstrap:   docker   # here\nFROM: ubuntu:24.04\n\n%post\n    true\n'
    const stage = 1
    expect(edited(text, setBase(text, stage, 'docker://debian:12'))).toBe(text.replace('ubuntu:24.04', 'debian:12'))
    expect(edited(text, setBase(text, stage, 'library://a/b/c:1'))).toBe(
      text.replace('ubuntu:24.04', 'a/b/c:1').replace('docker ', 'library '),
    )
    expect(readBases(edited(text, setBase(text, stage, 'scratch')), none)[0]?.written).toBe('scratch')
    expect(edited('', setBase('', 0, 'alpine:3.20'))).toBe('Bootstrap: docker\nFrom: alpine:3.20\n')
  })
})
