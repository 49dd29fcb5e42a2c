import { describe, expect, it } from 'vitest'
import {
  environmentVariables,
  madeFacts,
  parseBuildDate,
  runFacts,
} from '../../../../src-renderer/features/inspect/facts.ts'
import { inspectionOf } from './inspection-of.ts'

const generated = '#!/bin/sh\nOCI_ENTRYPOINT=\'\'\nOCI_CMD=\'"sh"\'\nexec "$@"'

describe('what an image runs', () => {
  it('names the first line of a script and counts the rest', () => {
    const facts = runFacts(
      inspectionOf({ runscript: '#!/bin/sh\n\n# start\nexec /gatk "$@"\nexit 1\n', startscript: '#!/bin/sh\n' }),
    )
    expect(facts.run).toEqual({ kind: 'line', line: 'exec /gatk "$@"', moreLines: 1 })
    expect(facts.start).toEqual({ kind: 'nothing' })
  })

  it('shows entrypoint and command where the runscript was generated from them', () => {
    const oci = { Entrypoint: ['/bin/tini', '--'], Cmd: ['sh', '-c', "echo 'a b'"] }
    expect(runFacts(inspectionOf({ runscript: generated, oci })).run).toEqual({
      kind: 'oci',
      command: `/bin/tini -- sh -c 'echo '"'"'a b'"'"''`,
    })
    expect(runFacts(inspectionOf({ runscript: null, oci: { Cmd: ['/bin/sh'] } })).run).toEqual({
      kind: 'oci',
      command: '/bin/sh',
    })
  })

  it('prefers a runscript of its own over the OCI configuration', () => {
    expect(runFacts(inspectionOf({ runscript: '#!/bin/sh\nexec b', oci: { Cmd: ['a'] } })).run).toEqual({
      kind: 'line',
      line: 'exec b',
      moreLines: 0,
    })
  })

  it('takes no harm from an OCI configuration of the wrong shape', () => {
    expect(runFacts(inspectionOf({ oci: { Cmd: 'sh', Entrypoint: [1, null] } })).run).toEqual({ kind: 'nothing' })
  })
})

describe('how an image was made', () => {
  it('reads labels of the command lines', () => {
    const prefix = 'org.label-schema.usage.singularity'
    const facts = madeFacts(
      inspectionOf({
        labels: {
          'org.label-schema.build-date': 'Friday_29_July_2022_9:22:2_CDT',
          [`${prefix}.version`]: '4.5.1',
          [`${prefix}.deffile.bootstrap`]: 'docker',
          [`${prefix}.deffile.from`]: 'busybox:1.34.1',
          maintainer: 'Ann',
        },
      }),
    )
    expect(facts).toEqual({
      builtAt: { kind: 'local', date: '2022-07-29', clock: '09:22', zone: 'CDT' },
      builtBy: 'SingularityCE 4.5.1',
      base: 'docker://busybox:1.34.1',
      labelCount: 5,
      environmentCount: 0,
      author: 'Ann',
    })
  })

  it('falls back to the definition of the last stage and to the header', () => {
    const facts = madeFacts(
      inspectionOf({
        definition:
          'Bootstrap: docker\nFrom: golang:1.24\n%post\nFrom: nothing\nBootstrap: localimage\nFrom: base.sif\n',
        createdAt: '2026-11-03T08:12:00Z',
      }),
    )
    expect(facts.base).toBe('localimage base.sif')
    expect(facts.builtAt).toEqual({ kind: 'instant', iso: '2026-11-03T08:12:00Z', from: 'header' })
    expect(facts.builtBy).toBeNull()
  })

  it('says nothing about a time of reproducible images', () => {
    expect(madeFacts(inspectionOf({ createdAt: '0001-01-01T00:00:00Z' })).builtAt).toBeNull()
  })

  it('tells the editions apart by what they write', () => {
    const by = (labels: Record<string, string>) => madeFacts(inspectionOf({ labels })).builtBy
    expect(by({ 'org.label-schema.usage.apptainer.version': '1.4.0' })).toBe('Apptainer 1.4.0')
    expect(by({ 'org.label-schema.usage.singularity.version': '3.10.2-dirty' })).toBe('Singularity 3.10.2-dirty')
    expect(by({ 'org.label-schema.usage.singularity.version': '4.1.0-pro' })).toBe('SingularityPRO 4.1.0-pro')
  })

  it('refuses other shapes of build dates', () => {
    expect(parseBuildDate('2022-07-29')).toBeNull()
    expect(parseBuildDate('Friday_29_Juillet_2022_9:22:2_CEST')).toBeNull()
  })
})

describe('environment variables', () => {
  it('reads exports and the overridable form of converted images', () => {
    const environment = {
      '/.singularity.d/env/90-environment.sh': '#!/bin/sh\n# none\nexport LC_ALL=C\n',
      '/.singularity.d/env/10-docker2singularity.sh': `export PATH="/bin:\\$x"\nexport V="$\{V:-"1 2"}"`,
    }
    expect(environmentVariables(inspectionOf({ environment }))).toEqual([
      { name: 'PATH', value: '/bin:$x', from: '/.singularity.d/env/10-docker2singularity.sh' },
      { name: 'V', value: '1 2', from: '/.singularity.d/env/10-docker2singularity.sh' },
      { name: 'LC_ALL', value: 'C', from: '/.singularity.d/env/90-environment.sh' },
    ])
  })

  it('falls back to the OCI configuration', () => {
    expect(environmentVariables(inspectionOf({ oci: { Env: ['A=1=2', 'B'] } }))).toEqual([
      { name: 'A', value: '1=2', from: 'oci' },
      { name: 'B', value: '', from: 'oci' },
    ])
  })
})
