import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lintDefinition } from '../../../src-shared/definition/lint/lint.ts'
import {
  type DefinitionAnswers,
  guessPackageManager,
  packageManagers,
  splitNames,
  writeDefinition,
} from '../../../src-shared/definition/question.ts'

const answers: DefinitionAnswers = {
  base: 'docker://debian:12-slim',
  packageManager: 'apt-get',
  packages: [],
  pythonPackages: [],
  files: [],
  run: '',
  labels: [],
}

describe('a definition from answers', () => {
  it('says what was answered, and no more', () => {
    expect(writeDefinition(answers)).toBe('Bootstrap: docker\nFrom: debian:12-slim\n')
    expect(
      writeDefinition({
        ...answers,
        packages: ['jq', 'curl'],
        files: [
          { source: 'my data.csv', destination: '/opt/data.csv' },
          { source: '', destination: '/nowhere' },
        ],
        run: 'jq',
        labels: [
          ['org.opencontainers.image.version', '1.0.0'],
          ['', 'lost'],
        ],
      }),
    ).toBe(`Bootstrap: docker
From: debian:12-slim

%files
    "my data.csv" /opt/data.csv

%post
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends jq curl
    rm -rf /var/lib/apt/lists/*

%runscript
    exec jq "$@"

%labels
    org.opencontainers.image.version 1.0.0
`)
  })

  it('installs Python where the base has none, and quotes versions', () => {
    const text = writeDefinition({ ...answers, pythonPackages: ['numpy>=2', 'pandas==2.2.3'] })
    expect(text).toContain('python3 python3-venv')
    expect(text).toContain("pip install --no-cache-dir 'numpy>=2' pandas==2.2.3")
    expect(writeDefinition({ ...answers, base: 'python:3.12', pythonPackages: ['numpy==2.1.3'] })).not.toContain(
      'apt-get',
    )
  })

  it('leaves a run script of one’s own alone', () => {
    expect(writeDefinition({ ...answers, run: 'cd /opt && exec ./run "$@"' })).toContain(
      '    cd /opt && exec ./run "$@"\n',
    )
  })

  it('has nothing to correct, whatever installs the packages', () => {
    for (const packageManager of packageManagers) {
      const text = writeDefinition({
        ...answers,
        packageManager,
        packages: ['jq'],
        pythonPackages: ['numpy==2.1.3'],
        run: 'jq',
        labels: [['version', '1']],
      })
      expect(lintDefinition(text)).toEqual([])
    }
  })

  it('is one definition whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.string(), (base, packages, value) => {
        const text = writeDefinition({ ...answers, base, packages, labels: [['name', value]] })
        expect(text.startsWith('Bootstrap: ')).toBe(true)
      }),
    )
  })

  it('guesses what installs packages, and splits what was typed', () => {
    expect(guessPackageManager('docker://alpine:3.20')).toBe('apk')
    expect(guessPackageManager('rockylinux:9')).toBe('dnf')
    expect(guessPackageManager('ubuntu:24.04')).toBe('apt-get')
    expect(guessPackageManager('acme/tool')).toBeNull()
    expect(splitNames(' jq, curl\nwget ')).toEqual(['jq', 'curl', 'wget'])
  })
})
