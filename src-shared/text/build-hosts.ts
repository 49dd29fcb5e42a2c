/** Sentences about computers that build over ssh. */
import type { BuildProgram } from '../model/build.ts'

export const buildHostsText = {
  title: 'Build hosts',
  about:
    'Computers whose apptainer or singularity may build for you. They are asked by your own ssh, with your keys, when you choose where to build; a password cannot be typed.',
  none: 'No host is set. Nothing is asked over ssh.',
  host: 'Host',
  hostHelp: 'user@host, or a name of your ssh configuration. Ports and jumps belong into that configuration.',
  hostProblem: 'Letters, digits and . _ @ + - only, and none of these first but _.',
  add: 'Add',
  test: 'Test',
  testOf: (host: string): string => `Test ${host}`,
  remove: 'Remove',
  removeOf: (host: string): string => `Remove ${host}`,
  testing: 'Asking…',
  found: (programs: readonly Pick<BuildProgram, 'name' | 'version' | 'path'>[]): string =>
    programs.map(({ name, version, path }) => `${name} ${version} (${path})`).join(', '),
} as const
