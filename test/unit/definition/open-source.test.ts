import { describe, expect, it } from 'vitest'
import { openSource, sourceKindOfName } from '../../../src-shared/definition/translate/open-source.ts'

describe('a file that is opened as a definition', () => {
  it('is known by its name', () => {
    expect(
      [
        'a.def',
        'Singularity',
        'Singularity.gpu',
        'Dockerfile',
        'Containerfile.dev',
        'x.dockerfile',
        'environment.yml',
      ].map(sourceKindOfName),
    ).toEqual(['definition', 'definition', 'definition', 'dockerfile', 'dockerfile', 'dockerfile', 'conda'])
    expect(['requirements-dev.txt', 'notes.txt', 'image.sif', 'compose.yml'].map(sourceKindOfName)).toEqual([
      'requirements',
      null,
      null,
      null,
    ])
  })

  it('is known by its content otherwise', () => {
    expect(openSource('a.txt', 'Bootstrap: docker\nFrom: alpine:3.20\n').kind).toBe('definition')
    expect(openSource('build', '# x\nFROM alpine:3.20\nRUN true\n')).toMatchObject({ kind: 'dockerfile' })
    expect(openSource('my.yml', 'name: x\ndependencies:\n  - jq=1.7\n').text).toContain('my.yml /opt/environment.yml')
    expect(openSource('list.txt', 'numpy==2.1.3\n').text).toContain('list.txt /opt/requirements.txt')
    expect(openSource('unknown', 'whatever')).toEqual({ kind: 'definition', text: 'whatever', notes: [] })
  })

  it('names what a Dockerfile loses', () => {
    const { text, notes } = openSource('Dockerfile', 'FROM alpine:3.20\nHEALTHCHECK CMD true\nRUN true\n')
    expect(text).toContain('From: alpine:3.20')
    expect(notes.map(({ line, code }) => [line, code])).toEqual([[2, 'healthcheck']])
  })
})
