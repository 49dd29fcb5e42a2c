/** Sentences of the first page: where the user's images live, and what was found on this computer. */
import type { Settings } from '../contract/settings.ts'
import { formatNoun } from './format.ts'

type Choice = Exclude<Settings['world'], 'unasked' | 'skipped'>

export const firstRunText = {
  title: 'Where do your images live?',
  lead: 'Both answers can be changed later in Settings. No server is asked and nothing is taken over before you start.',
  world: 'Your world',
  worldText: 'Sets where short names point to.',
  worlds: {
    sylabs: {
      label: 'Sylabs Cloud',
      note: 'The public library and keyserver of SingularityCE. Pulling needs no account.',
    },
    own: { label: 'A library of our own', note: 'Your institute or company runs one; its address is asked for here.' },
    apptainer: {
      label: 'Apptainer, without a library',
      note: 'Docker Hub and other registries; keys from keys.openpgp.org.',
    },
    offline: {
      label: 'Offline only',
      note: 'Files on this computer. No server is ever asked; revocations cannot be checked.',
    },
  } satisfies Record<Choice, { readonly label: string; readonly note: string }>,
  shortName: 'lolcow',
  meanings: {
    sylabs: { before: 'will mean', reference: 'library://library/default/lolcow:latest', after: '' },
    own: { before: 'will mean the image of that name in your library', reference: '', after: '' },
    apptainer: {
      before: 'will mean nothing by itself; write',
      reference: 'docker://lolcow',
      after: 'for an image of Docker Hub',
    },
    offline: { before: 'will be looked for nowhere but on this computer', reference: '', after: '' },
  } satisfies Record<Choice, { readonly before: string; readonly reference: string; readonly after: string }>,
  ownName: 'Name',
  ownNameHelp: 'As you want to call it.',
  ownAddress: 'Address',
  ownAddressHelp: 'Like containers.example.org. It is asked for its services when you start.',
  found: 'Found on this computer',
  foundText: 'Each line says what would be taken over. Nothing is changed where it is.',
  nothingFound: 'Nothing of SingularityCE, Apptainer or GnuPG was found here.',
  remotesOf: (count: number) => formatNoun(count, 'remote'),
  remotesNote: 'Takes over their addresses. Tokens stay where they are until you sign in here.',
  keysOf: {
    gnupg: 'Public keys of GnuPG',
    singularity: 'Public keys of SingularityCE',
    apptainer: 'Public keys of Apptainer',
  },
  keysNote: 'Copies them. Having a key is not trusting it: you decide about each signer later.',
  chosen: (count: number, all: number) => `${count} of ${all} will be taken over.`,
  skip: 'Take nothing, just start',
  start: 'Start',
  again: 'Where your images live…',
  againText: 'The question of the first start, with what it sets.',
  someFailed: 'Not everything could be taken over',
} as const
