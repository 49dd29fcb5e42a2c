/** Sentences and words of the image page: its head, map, tabs and what they say about an image. */
import type { FileSystemType, ObjectType, PartitionType } from '../model/sif.ts'
import { formatCount, formatNoun } from './format.ts'

/** Writes numbers as ranges, like `1–4, 6 and 8`. Sorts them and leaves out what is double. */
export function numberRanges(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const ranges: string[] = []
  let first = sorted[0]
  for (let at = 0; at < sorted.length; at += 1) {
    const number = sorted[at]
    if (number === undefined || first === undefined) continue
    if (sorted[at + 1] === number + 1) continue
    const isPair = number === first + 1
    ranges.push(number === first ? `${first}` : isPair ? `${first}` : `${first}–${number}`)
    if (isPair) ranges.push(`${number}`)
    first = sorted[at + 1]
  }
  const last = ranges.pop() ?? ''
  return ranges.length === 0 ? last : `${ranges.join(', ')} and ${last}`
}

/** `object 6`, `objects 1–4 and 7`, `no object`. */
export function objectsText(ids: readonly number[]): string {
  const count = new Set(ids).size
  if (count === 0) return 'no object'
  return `${count === 1 ? 'object' : 'objects'} ${numberRanges(ids)}`
}

const fileSystemWords: Readonly<Record<FileSystemType, string>> = {
  Squashfs: 'SquashFS',
  Ext3: 'ext3',
  ImmutableObjectArchive: 'object archive',
  Raw: 'raw data',
  EncryptedSquashfs: 'encrypted SquashFS',
  GocryptfsSquashfs: 'encrypted SquashFS (gocryptfs)',
  Unknown: 'unknown file system',
}

const partitionWords: Readonly<Record<PartitionType, string>> = {
  System: 'system',
  PrimSys: 'primary',
  Data: 'data',
  Overlay: 'overlay',
  Unknown: 'unknown',
}

/** What an object is called where there is room for a word or two. */
const typeWords: Readonly<Record<ObjectType, string>> = {
  Deffile: 'Definition',
  Environment: 'Environment',
  Labels: 'Labels',
  Partition: 'Partition',
  Signature: 'Signature',
  GenericJSON: 'Metadata',
  Generic: 'Data',
  CryptoMessage: 'Key material',
  SBOM: 'Software list',
  OCIRootIndex: 'OCI index',
  OCIBlob: 'OCI blob',
  Unknown: 'Unknown',
}

export const inspectText = {
  /** Head */
  formatSif: 'SIF',
  formatOciSif: 'OCI-SIF',
  moreActions: 'More actions',
  copyPath: 'Copy path',
  copyReference: 'Copy reference',
  copyDigest: 'Copy digest',
  copyCommandLine: 'Copy the command line',
  revealFile: 'Show in folder',
  removeImage: 'Remove…',
  checkAgain: 'Check again',
  pullAgain: 'Pull again…',
  workOutDigest: 'Work out the digest',
  addToImages: 'Add to Images',
  notInLibrary: 'Not in your images',
  encrypted: 'encrypted',
  cannotRead: 'This image cannot be read',
  goneTitle: 'The file is gone',
  goneText: (path: string) => `${path} is not there any more. What is shown was read before.`,
  modifiedTitle: 'The file was modified after it was checked',
  /** Tabs */
  tabsLabel: 'About this image',
  tabOverview: 'Overview',
  tabFiles: 'Files',
  tabScripts: 'Scripts',
  tabDefinition: 'Definition',
  tabSignatures: 'Signatures',
  tabObjects: 'Objects',
  tabHistory: 'History',
  /** Problems */
  problemsTitle: (count: number) => `${formatNoun(count, 'problem')} in this file`,
  problemsText: 'What could be read is shown.',
  problemsShow: 'Show',
  problemsHide: 'Hide',
  problemAt: (at: string) => `in ${at}`,
  /** Map */
  mapTitle: 'Image map',
  mapHeader: 'Header',
  mapTable: 'Object table',
  mapTableUsed: (used: number, total: number) => `${used} of ${formatCount(total)} used`,
  mapFileSystem: 'File system',
  mapMore: (count: number) => `${formatCount(count)} more objects`,
  shareOfFile: (percent: string) => `${percent} of the file`,
  coveredBySome: 'covered in some fields',
  coveredByNone: 'covered by no signature',
  covered: (signatures: readonly number[]) =>
    `covered by ${signatures.length === 1 ? 'signature' : 'signatures'} ${numberRanges(signatures)}`,
  changedSince: 'changed since it was signed',
  speaksFor: (ids: readonly number[]) => `speaks for ${objectsText(ids)}`,
  notCoveredWord: 'Not covered',
  laneCovers: (ids: readonly number[]) => `covers ${objectsText(ids)}`,
  laneCoversContents: (ids: readonly number[]) => `covers the contents of ${objectsText(ids)}`,
  laneCoversNothing: 'covers nothing',
  laneNotKnown: 'what it covers is not known',
  laneSigned: (date: string) => `signed ${date}`,
  laneAdded: (date: string) => `added ${date}`,
  saysItBelongs: 'says it belongs to',
  noName: 'no name',
  you: 'You',
  keyNotNamed: 'names no key',
  keyNotKnown: 'key not known',
  objectName: (id: number, what: string) => `Object ${id}, ${what}`,
  bytesAt: (bytes: string, offset: string) => `${bytes} at ${offset}`,
  /** Overview */
  whatItRuns: 'What it runs',
  howItWasMade: 'How it was made',
  sizeByDirectory: 'Size by directory',
  run: 'Run',
  start: 'Start',
  test: 'Test',
  apps: 'Apps',
  help: 'Help',
  nothing: 'nothing',
  notSaid: 'not said',
  andMoreLines: (count: number) => `and ${formatNoun(count, 'more line')}`,
  show: 'Show',
  built: 'Built',
  builtFromHeader: 'says the header',
  by: 'By',
  base: 'Base',
  author: 'Author',
  labels: 'Labels',
  environment: 'Environment',
  labelsEmpty: 'This image carries no labels.',
  environmentEmpty: 'This image sets no variables.',
  environmentNote: 'As written in the image. The values at run time can differ.',
  labelName: 'Label',
  labelValue: 'Value',
  variableName: 'Variable',
  setIn: 'Set in',
  ociConfiguration: 'OCI configuration',
  filterLabels: 'Filter labels',
  filterVariables: 'Filter variables',
  claimsNote: 'Labels are what the builder says; a signature covers them only where the map shows it.',
  /** Scripts */
  scriptsLabel: 'Scripts of this image',
  scriptsEmptyTitle: 'This image has no scripts of its own',
  scriptsEmptyText: 'Nothing runs by itself when it is started, and it brings no help text.',
  scriptRun: 'Runscript',
  scriptStart: 'Startscript',
  scriptTest: 'Test',
  scriptHelp: 'Help',
  scriptOf: (app: string, script: string) => `${app}: ${script}`,
  appsHeading: 'Apps',
  environmentHeading: 'Environment',
  lines: (count: number) => formatNoun(count, 'line'),
  emptyScript: 'does nothing',
  generatedScript: 'generated from the OCI configuration',
  hiddenCharacters: 'This text contains characters that cannot be seen. They are shown by their code.',
  copyScript: 'Copy text',
  wrapLines: 'Wrap lines',
  runsWhen: {
    run: 'Runs with “run” and when the file itself is started',
    start: 'Runs when an instance is started',
    test: 'Runs with “test”',
    help: 'Shown by “run-help”',
    environment: 'Read before anything runs',
    app: (app: string) => `Runs with “--app ${app}”`,
  },
  /** Definition */
  definitionEmptyTitle: 'This image carries no definition',
  definitionEmptyText: 'Images that were converted or put together by hand often have none.',
  copyDefinition: 'Copy definition',
  definitionMeta: (lines: number) => `${formatNoun(lines, 'line')} · as embedded when it was built`,
  /** Objects */
  objectsLabel: 'Objects of this image',
  objectsSummary: (total: number, free: number) =>
    `in ${formatNoun(total, 'slot')} · ${formatCount(free)} free`,
  objectsCount: (objects: number) => formatNoun(objects, 'object'),
  groupsCount: (groups: number) =>
    groups === 0 ? 'no group' : groups === 1 ? 'one group' : `${formatCount(groups)} groups`,
  showHeader: 'Show the header',
  headerTitle: 'Header',
  columnId: 'ID',
  columnType: 'Type',
  columnName: 'Name',
  columnGroup: 'Group',
  columnLink: 'Link',
  columnOffset: 'Offset',
  columnSize: 'Size',
  columnCovered: 'Covered by',
  linkGroup: (id: number) => `group ${id}`,
  linkObject: (id: number) => `object ${id}`,
  none: 'none',
  primary: 'primary',
  objectsNote:
    'Offsets and sizes are in bytes. A signature speaks for a group or for single objects, never for itself.',
  objectsEmpty: 'This file holds no objects.',
  firstBytes: 'First bytes',
  bytesFrom: (from: string, to: string, total: string) => `${from}–${to} of ${total}`,
  showAs: 'Show as',
  asText: 'Text',
  asBytes: 'Bytes',
  previousBytes: 'Previous',
  nextBytes: 'Next',
  emptyObject: 'This object is empty.',
  bytesUnreadable: 'These bytes cannot be read',
  descriptorFields: 'Descriptor',
  fieldType: 'Type',
  fieldHolds: 'Holds',
  fieldHash: 'Hash',
  fieldSigner: 'Signer',
  fieldAdded: 'Added',
  fieldModified: 'Modified',
  fieldSlot: 'Slot',
  fieldTypeCode: 'Type code',
  fieldOwner: 'Owner',
  fieldDigest: 'Digest',
  fieldFormat: 'Format',
  fieldCoverage: 'Covered by',
  owner: (uid: number, gid: number) => `user ${uid}, group ${gid}`,
  unset: 'not set',
  headerLaunch: 'Launch script',
  headerVersion: 'Version',
  headerArchitecture: 'Architecture',
  headerId: 'Identifier',
  headerCreated: 'Created',
  headerModified: 'Modified',
  headerTable: 'Object table',
  headerData: 'Data section',
  headerNote: 'Signatures cover the launch script, version and identifier of the header, and nothing else of it.',
  headerTableText: (offset: string, size: string) => `${size} at ${offset}`,
  slots: (used: number, total: number) => `${used} of ${total} slots`,
  /** History */
  historyAdded: 'Entered your images',
  historyPulled: 'Pulled from',
  historyUsed: 'Last used',
  historyChecked: 'Checked',
  historySigned: 'Signed, says the signer',
  historyBuilt: 'Built, says the builder',
  historyCreated: 'Written, says the file',
  historyModifiedFile: 'Last modified, says the file',
  historyExplanation: 'Times marked “says” come from the file itself; nobody else vouches for them.',
  historyWhen: 'When',
  historyWhat: 'What',
  historyEmpty: 'Nothing is known about what happened to this file.',
  tagMoved: 'Its tag points to something else now',
  /** Digest job */
  digestUnknown: 'not worked out yet',
} as const

/** What an object is, in a word or two, like `Definition`, `Partition`. */
export function objectTypeWord(type: ObjectType, name: string): string {
  if (type === 'GenericJSON' && name === 'oci-config.json') return 'OCI config'
  return typeWords[type]
}

export function fileSystemWord(type: FileSystemType): string {
  return fileSystemWords[type]
}

export function partitionWord(type: PartitionType): string {
  return partitionWords[type]
}
