/** Sentences of Activity, and how jobs are named wherever they are shown. */
import type { JobKind, JobState } from '../model/job.ts'

export const jobsText = {
  title: 'Activity',
  running: 'Running',
  waiting: 'Waiting',
  finished: 'Finished',
  clearFinished: 'Clear finished',
  pauseAll: 'Pause all',
  goOnAll: 'Go on with all',
  moreActions: 'More actions',
  pause: 'Pause',
  goOn: 'Go on',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  chooseAnother: 'Choose another…',
  show: 'Show',
  showLog: 'Show log',
  hideLog: 'Hide log',
  logOf: (subject: string) => `Log of ${subject}`,
  copyLog: 'Copy log',
  copyReason: 'Copy reason',
  nothingYet: 'Nothing is under way',
  nothingYetText: 'Pulls, checks and everything else that takes time are listed here, with what came of them.',
  openLibrary: 'Open the library',
  paused: 'Paused by you',
  pausedAt: (amount: string) => `Paused by you at ${amount}`,
  keepsItsPlace: 'keeps its place',
  queued: 'Waits for its turn',
  cancelled: 'Cancelled by you',
  interrupted: 'Interrupted',
  tookPart: (size: string, duration: string) => `${size} in ${duration}`,
  downRate: (rate: string) => `${rate} in all`,
  failed: 'Failed',
  listFailed: 'The list of jobs could not be read',
  callFailed: 'That did not work',
} as const

const verbs: Readonly<Record<JobKind, readonly [now: string, past: string]>> = {
  pull: ['Pull', 'Pulled'],
  build: ['Build', 'Built'],
  verify: ['Check', 'Checked'],
  verifyMany: ['Check', 'Checked'],
  sign: ['Sign', 'Signed'],
  add: ['Add', 'Added'],
  extract: ['Extract', 'Extracted'],
  hash: ['Compute the digest of', 'Computed the digest of'],
  refreshKeys: ['Ask keyservers about', 'Asked keyservers about'],
  push: ['Push', 'Pushed'],
  clean: ['Clean up', 'Cleaned up'],
  compare: ['Compare', 'Compared'],
  lookAtTags: ['Look at the tags of', 'Looked at the tags of'],
  move: ['Move', 'Moved'],
}

/** What a job does or did, like `Pull alpine_latest.sif` or, once done, `Pulled alpine_latest.sif`. */
export function jobTitle(kind: JobKind, subject: string, state: JobState): string {
  const [now, past] = verbs[kind]
  return `${state === 'done' ? past : now} ${subject}`
}

/** Present participle for the status bar, like `Pulling 2`. */
export const jobParticiples: Readonly<Record<JobKind, string>> = {
  pull: 'Pulling',
  build: 'Building',
  verify: 'Checking',
  verifyMany: 'Checking',
  sign: 'Signing',
  add: 'Adding',
  extract: 'Extracting',
  hash: 'Hashing',
  refreshKeys: 'Asking keyservers',
  push: 'Pushing',
  clean: 'Cleaning up',
  compare: 'Comparing',
  lookAtTags: 'Looking at tags',
  move: 'Moving',
}

/** Phases by their stable keys. A key that is not here is written as it is, with spaces. */
const phases: Readonly<Record<string, string>> = {
  queued: 'Waits for its turn',
  resolving: 'Finding what the reference means',
  connecting: 'Connecting',
  askingServers: 'Asking the keyservers',
  downloading: 'Fetching',
  converting: 'Fetching and converting layers',
  assembling: 'Putting the image together',
  addingFiles: 'Adding files and metadata',
  packing: 'Packing the file system',
  announcing: 'Announcing it to the library',
  uploading: 'Sending',
  tagging: 'Setting its tags',
  gathering: 'Gathering files',
  submitting: 'Handing it to the builder',
  building: 'Building there',
  buildingWithProgram: 'Building with the installed program',
  hashing: 'Reading the file',
  checking: 'Checking before it enters your images',
  verifying: 'Checking signatures',
  finishing: 'Putting it in place',
  moving: 'Putting it in place',
  reading: 'Reading the file',
  adding: 'Entering it into your images',
  scanning: 'Looking for images',
  extracting: 'Writing files',
  removing: 'Removing files',
  counting: 'Counting',
  comparing: 'Comparing all files',
  askingLibraries: 'Asking what the tags mean now',
  copying: 'Copying files to their new place',
}

/** What a job is doing, in words. */
export function phaseText(phase: string): string {
  if (phase === '') return ''
  const known = Object.hasOwn(phases, phase) ? phases[phase] : undefined
  if (known !== undefined) return known
  const words = phase
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
