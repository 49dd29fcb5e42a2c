/** Words for builders and steps: every placeholder is filled, and places are told apart. */
import { expect, test } from 'vitest'
import { builderLabel, builderPointText, stepText } from '../../../src-shared/text/builders.ts'

test('a point is a sentence with its values', () => {
  const point = { code: 'cannotRun', params: { sections: '%post' }, isGood: false } as const
  expect(builderPointText(point)).toBe('Cannot run %post, which this definition has')
})

test('a step names its stage where there are several', () => {
  expect(stepText({ key: 'post', stage: null })).toBe('Run %post')
  expect(stepText({ key: 'post', stage: 'build' })).toBe('Run %post (build)')
})

test('a builder is named after the program, its version and its place', () => {
  const program = { name: 'apptainer', version: '1.4.3', path: '/usr/bin/apptainer' } as const
  const label = (place: { kind: 'path' } | { kind: 'ssh'; host: string } | { kind: 'wsl'; distribution: string }) =>
    builderLabel({ kind: 'program', program: { ...program, place }, remote: null })
  expect(label({ kind: 'path' })).toBe('apptainer 1.4.3')
  expect(label({ kind: 'ssh', host: 'cluster' })).toBe('apptainer 1.4.3 on cluster')
  expect(label({ kind: 'wsl', distribution: 'Debian' })).toBe('apptainer 1.4.3 in Debian')
  expect(builderLabel({ kind: 'here', program: null, remote: null })).toBe('here')
})
