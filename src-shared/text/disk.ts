/** Sentences about who uses which space, and about freeing it. */

import type {
  CacheProduct,
  CacheType,
  CleanKind,
  CleanLine,
  CleanResult,
  DiskWarning,
  Duplicate,
  MovePlan,
  MoveResult,
  MoveStay,
} from '../model/disk.ts'
import { assertNever } from '../model/result.ts'
import { formatCount, formatNoun, formatSize } from './format.ts'

const cacheNames: Readonly<Record<CacheProduct, string>> = {
  SingularityCE: 'SingularityCE’s cache',
  Apptainer: 'Apptainer’s cache',
  both: 'The cache of both command lines',
  unknown: 'A cache',
}

export const cacheTypeNames: Readonly<Record<CacheType, string>> = {
  library: 'from libraries',
  'oci-tmp': 'converted from Docker images',
  'oci-sif': 'OCI-SIF images',
  oras: 'from registries (oras)',
  net: 'from web addresses',
  shub: 'from Singularity Hub',
  ipfs: 'from IPFS',
  blob: 'layers of Docker images',
}

const inCache = (product: CacheProduct | null): string =>
  cacheNames[product ?? 'unknown'].replace(/^(?:The|A) /, (word) => word.toLowerCase())

const stayReasons: Readonly<Record<MoveStay['reason'], string>> = {
  missing: 'is not there any more',
  link: 'is a link, which leads on only from where it is',
  nameTaken: 'has a name that is taken there',
  failed: 'could not be moved',
}

export const diskText = {
  moveTitle: 'Move the image folder',
  moveOpen: 'Move the images there…',
  moveFrom: 'From',
  moveTo: 'To',
  moveButton: (count: number) => `Move ${formatNoun(count, 'image')}`,
  moveNone: 'Use this folder',
  moveCounting: 'Looking at what would go along…',
  moveHow: ({ count, bytes, isSameDisk }: MovePlan) =>
    count === 0
      ? 'No image is in it. New pulls go to the new folder.'
      : isSameDisk
        ? `${formatNoun(count, 'image')} of ${formatSize(bytes)}: on the same disk they only change their place.`
        : `${formatNoun(count, 'image')} of ${formatSize(bytes)} are copied, read back and compared, and only then removed where they were.`,
  moveRoom: ({ neededBytes, freeBytes }: MovePlan) =>
    freeBytes === null
      ? 'The other disk does not say how much room it has.'
      : `${formatSize(freeBytes)} are free there, ${formatSize(neededBytes)} are needed.`,
  moveKeeps:
    'Verdicts, references and everything else that is known of them go along. It can be paused, and goes on after a restart.',
  moveOthers: (count: number) =>
    `${formatNoun(count, 'other file', 'other files')} in the folder ${count === 1 ? 'stays' : 'stay'} where ${count === 1 ? 'it is' : 'they are'}.`,
  moveStays: (count: number) => `${formatNoun(count, 'image')} ${count === 1 ? 'stays' : 'stay'}:`,
  stay: ({ path, reason }: MoveStay) => `${path} ${stayReasons[reason]}`,
  movedAll: ({ moved, bytes }: MoveResult) => `${formatNoun(moved, 'image')} moved, ${formatSize(bytes)}.`,
  moveStopped: 'Stopped. Every image is in one of the two folders, and is found in both.',
  moving: 'Moving the images',
  movingNote: 'You can close this; it goes on by itself.',
  moveAsksForYes: 'Nothing was moved. Add --yes to do it.',
  moveFailed: 'The images could not all be moved',
  saveOnly: 'Only for new pulls',
  title: 'Storage',
  thisComputer: (size: string) => `this computer, ${size}`,
  countAgain: 'Count again',
  countFailed: 'The space could not be counted',
  cacheName: (product: CacheProduct): string => cacheNames[product],
  free: (size: string) => `${size} are free.`,
  whoUsesIt: 'Who uses it',
  whoUses: 'Who uses which space',
  size: 'Size',
  lastUsed: 'Last used',
  images: 'Images',
  imagesNote: (count: number, folders: number, missing: number) =>
    `${formatNoun(count, 'file')} in ${formatNoun(folders, 'folder')}${missing === 0 ? '' : `, ${formatCount(missing)} not there now`}`,
  noImages: 'none yet',
  cacheNote: (path: string, count: number) => `${path} · ${formatNoun(count, 'entry', 'entries')}`,
  unreadableCache: (path: string) => `${path} · cannot be read`,
  oddities: (count: number) => `${formatNoun(count, 'entry', 'entries')} not looked into`,
  unfinished: 'Unfinished pulls and leftovers',
  unfinishedNote: (pulls: number, leftovers: number) =>
    pulls + leftovers === 0
      ? 'of this application · none'
      : [
          ...(pulls > 0 ? [formatNoun(pulls, 'pull')] : []),
          ...(leftovers > 0 ? [formatNoun(leftovers, 'left file')] : []),
        ].join(', '),
  temporary: 'Temporary',
  temporaryNote: (folders: readonly string[], count: number) =>
    `left in ${folders.join(', ')} by ${formatNoun(count, 'stopped build')}`,
  quarantine: 'Kept apart',
  quarantineNote: (count: number) =>
    count === 0 ? 'nothing is' : `${formatNoun(count, 'image')} that no policy let in`,
  everythingElse: 'Everything else',
  everythingElseNote: 'programs and files, not looked into',
  freeSpace: 'Free',
  show: 'Show',
  review: 'Review…',
  hereTwice: 'Here twice',
  hereTwiceNote: (count: number, size: string) => `${formatNoun(count, 'image')} with the same bytes, ${size}`,
  inPlaces: (places: readonly string[]) => `in ${places.join(' and ')}`,
  choose: 'Choose…',
  cleanUp: 'Clean up',
  cleanUpNote: 'Only what can be fetched or made again. A preview; nothing is deleted yet.',
  nothingToClean: 'There is nothing to give back.',
  inLines: (count: number) => `in ${formatNoun(count, 'line')}`,
  freeButton: (size: string) => `Free ${size}…`,
  nothingChosen: 'Nothing chosen',
  neverTouched:
    'Never touched: images, keys, decisions, what is kept apart, what was touched within a day, and any file that one of your running programs holds open.',
  confirmTitle: (size: string) => `Free ${size}?`,
  confirmNote: 'Each file is looked at again right before it goes. There is no way back but fetching it again.',
  confirmAction: (size: string) => `Free ${size}`,
  andMore: (count: number) => `and ${formatNoun(count, 'more', 'more')}`,
  entriesTitle: (name: string) => `What is in ${name}`,
  close: 'Close',
  leftover: 'left by a stopped download, or one that goes on',
  notSif: 'no SIF',
  otherContent: 'its content is not what its name says',
  pickTitle: 'The same bytes twice',
  manyLines: (count: number) => `${count} kinds of files`,
  barLabel: (parts: readonly string[], total: string) => `Of ${total}: ${parts.join(', ')}`,
  showOf: (name: string) => `Show ${name}`,
  chooseOf: (name: string) => `Choose… ${name}`,
  loadFailed: 'This cache could not be read',
  emptyCache: 'Nothing is in it.',
  openImage: 'Open the image',
  planFailed: 'What could be freed is not known',
  nothingMore: 'Nothing here is left over, old or twice.',
  cleanFailed: 'The clean-up did not come to its end',
  cacheShort: 'a cache',
  buildsYoung: 'All of it was touched within the last day, so a build may still need it.',
  yourImage: 'an image of yours',
  cachedCopy: 'in a cache of the command lines',
  copyPath: 'Copy the path',

  /** What a line of a preview is about. */
  lineTitle(kind: CleanKind, product: CacheProduct | null): string {
    switch (kind) {
      case 'oldEntries':
        return `Old in ${inCache(product)}`
      case 'oldDownloads':
        return `Old web downloads in ${inCache(product)}`
      case 'stoppedDownloads':
        return `Stopped downloads in ${inCache(product)}`
      case 'layers':
        return `Docker layers in ${inCache(product)}`
      case 'stoppedBuilds':
        return 'Left by stopped builds'
      case 'leftovers':
        return 'Left by this application'
      case 'unfinished':
        return 'Unfinished pulls'
      case 'secondCopies':
        return 'Cached copies of your images'
      default:
        return assertNever(kind)
    }
  },

  /** Why a line is safe, with its count. */
  lineWhy({ kind, count }: Pick<CleanLine, 'kind' | 'count'>, olderThanDays: number): string {
    switch (kind) {
      case 'oldEntries':
        return `${formatNoun(count, 'entry', 'entries')}, not used for ${formatNoun(olderThanDays, 'day')}; fetched again when needed`
      case 'oldDownloads':
        return `${formatNoun(count, 'entry', 'entries')}, not used for ${formatNoun(olderThanDays, 'day')}; where they came from may be gone`
      case 'stoppedDownloads':
        return `${formatNoun(count, 'file')} older than a day, complete nowhere`
      case 'layers':
        return `${formatNoun(count, 'layer')}, converted already; fetched again when needed`
      case 'stoppedBuilds':
        return `${formatNoun(count, 'folder')} untouched for a day, none in use`
      case 'leftovers':
        return `${formatNoun(count, 'file')} of edits and pulls that were cut off`
      case 'unfinished':
        return `${formatNoun(count, 'pull')} would start from the beginning`
      case 'secondCopies':
        return `${formatNoun(count, 'entry', 'entries')}; your own file stays`
      default:
        return assertNever(kind)
    }
  },

  suggestion(suggestion: Duplicate['suggestion']): string {
    switch (suggestion) {
      case 'shareBlocks':
        return 'Both can stay and share their blocks: copy one over the other with cp --reflink=always.'
      case 'hardLink':
        return 'One file can have both names (ln -f). Signing or changing it then changes both, so copy it before such edits.'
      case 'removeOne':
        return 'They are on different disks: one of them can go.'
      case 'none':
        return 'Nothing is to be gained.'
      default:
        return assertNever(suggestion)
    }
  },

  warning(warning: DiskWarning): string {
    switch (warning.kind) {
      case 'promised':
        return `Unfinished pulls need ${formatSize(warning.missingBytes)} more than is free in ${warning.path}.`
      case 'nearlyFull':
        return `The disk of ${warning.path} is nearly full: ${formatSize(warning.freeBytes)} are free.`
      case 'temporaryInMemory':
        return `${warning.path} is kept in memory: a build there takes main memory, and ${formatSize(warning.freeBytes)} are free.`
      default:
        return assertNever(warning)
    }
  },

  cleaned: ({ removed, freedBytes }: CleanResult) =>
    `${formatSize(freedBytes)} freed, ${formatNoun(removed, 'file')} removed.`,
  kept: (count: number) => `${formatNoun(count, 'file')} stayed: in use, changed since the preview, or gone already.`,
  keptReasons: {
    inUse: 'in use',
    changed: 'changed since the preview',
    gone: 'gone already',
    failed: 'could not be removed',
  } satisfies Readonly<Record<CleanResult['kept'][number]['reason'], string>>,

  cliFree: (role: string, path: string, free: string, total: string) =>
    `${free} of ${total} free for ${role} in ${path}`,
  roles: { images: 'images', application: 'this application', temporary: 'temporary files' },
  asksForYes: 'Nothing was deleted. Say --yes to free this.',
  only: (kinds: string) => `--only takes an id of the preview or one of ${kinds}`,
} as const
