/** Sentences of the comparison of two images. */
import type { Comparison, FileChange, FilesDifference, ObjectDifference } from '../model/compare.ts'
import { formatBytes, formatNoun, formatSize } from './format.ts'

const facts: Readonly<Record<string, string>> = {
  architecture: 'Architecture',
  format: 'Format',
  createdAt: 'Made',
  launchScript: 'Launch line',
  fileSystem: 'File system',
  encrypted: 'Encrypted',
  runscript: 'Run script',
  startscript: 'Start script',
  test: 'Test',
  help: 'Help',
  apps: 'Apps',
}

export const fileChangeWords: Readonly<Record<FileChange, string>> = {
  type: 'another kind',
  contents: 'contents',
  mode: 'mode',
  owner: 'owner',
  target: 'target',
}

export const compareText = {
  title: 'Compare',
  command: 'Compare with what the tag means now',
  compareTwo: 'Compare the two',
  both: (a: string, b: string) => `${a} and ${b}`,
  titleOf: (a: string, b: string) => (a === b ? a : `${a} and ${b}`),
  movedTitle: (name: string) => `${name}, before and after the tag moved`,
  tagTitle: (name: string) => `${name} and what its tag means now`,
  yours: 'Yours',
  first: 'First',
  second: 'Second',
  onRemote: (remote: string) => `On ${remote}`,
  sides: 'Both images',
  from: 'From',
  bytes: 'Bytes',
  madeFor: 'For',
  made: 'Made',
  since: 'Since',
  signers: 'Signers',
  verdict: 'Verdict',
  noVerdictYet: 'none until it is here',
  notChecked: 'not checked yet',
  digestUnknown: 'digest not computed',
  notSigned: 'no signature',
  sameKey: 'the same key',
  says: 'says it is signed by',
  readThere: (bytes: number) => `${formatSize(bytes)} of it were read`,
  same: 'Both are the same bytes: the tag has not moved.',
  sameFiles: 'Both are the same bytes.',
  sentence: (comparison: Comparison, files: FilesDifference | null) => sentenceOf(comparison, files),
  all: 'All differences',
  metadata: 'Facts and labels',
  definition: 'Definition',
  objects: 'Objects',
  packages: 'Packages',
  files: 'Files',
  field: (field: string) => fieldName(field),
  value: 'What',
  none: '–',
  objectKind: {
    added: 'only in the second',
    removed: 'only in the first',
    changed: 'differs',
  } as const satisfies Record<ObjectDifference['kind'], string>,
  sizes: (a: number | null, b: number | null) =>
    [a, b].map((bytes) => (bytes === null ? '–' : formatBytes(bytes))).join(' → '),
  compareFiles: 'Compare all files',
  comparingFiles: 'Reading all files of both images',
  filesNeedBoth: 'Files and packages can be compared when both images are on this computer.',
  filesAsk: 'Reads every file inside both images. Nothing of them is run.',
  filesFailed: 'The files could not be compared',
  failed: 'The two could not be compared',
  noDefinition: 'The definitions are the same.',
  tooDifferent: (added: number, removed: number) =>
    `The two texts have little in common: ${formatNoun(removed, 'line')} before, ${formatNoun(added, 'line')} now.`,
  noDifferences: 'Nothing differs here.',
  countsOf: ({ counts, same }: FilesDifference) =>
    `${formatNoun(counts.changed, 'file')} changed, ${counts.added} added, ${counts.removed} removed; ${formatNoun(same, 'entry', 'entries')} the same.`,
  more: (count: number) => `and ${formatNoun(count, 'more', 'more')}`,
  unread: (count: number) =>
    `${formatNoun(count, 'entry', 'entries')} could not be read, so nothing is said about them.`,
  added: 'added',
  removed: 'removed',
  path: 'Path',
  what: 'What differs',
  size: 'Size',
  packageName: 'Package',
  version: 'Version',
  pickFile: 'Choose a changed text file to see its lines.',
  notText: 'This is not a text that can be set side by side.',
  cancel: 'Stop',
  keepPinned: 'Copy the pinned one',
  pullNew: 'Pull the new one…',
  difference: (file: string) => `Difference in ${file}`,
} as const

function fieldName(field: string): string {
  const known = Object.hasOwn(facts, field) ? facts[field] : undefined
  if (known !== undefined) return known
  return field
    .replace(/^label /, '')
    .replace(/^environment (?=\/)/, '')
    .replace(/^environment /, '$')
}

function sentenceOf(comparison: Comparison, files: FilesDifference | null): string {
  const { a, b, sameBytes, metadata, objects, definition } = comparison
  if (sameBytes === true) return b.place === 'remote' ? compareText.same : compareText.sameFiles
  const signers = [a, b].map(({ fingerprints }) => [...fingerprints].sort().join(' '))
  const who =
    !a.signed && !b.signed
      ? 'Neither is signed'
      : signers[0] === signers[1]
        ? 'The same signer is named'
        : 'Another signer is named'
  const parts = [
    ...(definition === null ? [] : ['the definition']),
    ...(metadata.length === 0 ? [] : [formatNoun(metadata.length, 'fact or label', 'facts and labels')]),
    ...(objects.length === 0 ? [] : [formatNoun(objects.length, 'object')]),
    ...(files === null ? [] : filesParts(files)),
  ]
  const last = parts.at(-1)
  const what =
    last === undefined
      ? 'nothing that was read differs'
      : `${parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`} differ`
  return `${who}; ${what}.`
}

function filesParts({ counts, packages }: FilesDifference): readonly string[] {
  const files = counts.added + counts.removed + counts.changed
  const several = packages.added.length + packages.removed.length + packages.changed.length
  return [
    ...(several === 0 ? [] : [formatNoun(several, 'package')]),
    ...(files === 0 ? [] : [formatNoun(files, 'file')]),
  ]
}
