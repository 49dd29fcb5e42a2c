/** Words of a build under way and of what came of it: steps, log, strip of what follows, history. */
import type { BuildState } from '../model/build.ts'
import type { StepKey } from '../model/build-log.ts'
import { formatCount, formatNoun } from './format.ts'

interface StepWords {
  /** In the heading while it runs, like `Fetching the base`. */
  readonly now: string
  /** Within `Stopped …`, like `while the base was fetched`. */
  readonly where: string
}

const steps: Readonly<Record<StepKey, StepWords>> = {
  queue: { now: 'Waiting for its turn', where: 'while it waited for its turn' },
  upload: { now: 'Sending the files', where: 'while files were sent' },
  remote: { now: 'Building at the remote builder', where: 'at the remote builder' },
  pre: { now: 'Running %pre', where: 'in %pre' },
  base: { now: 'Fetching the base', where: 'while the base was fetched' },
  verifyBase: {
    now: 'Checking who signed the base',
    where: 'when the signers of the base were checked',
  },
  unpack: { now: 'Unpacking the base', where: 'while the base was unpacked' },
  configure: { now: 'Preparing the container', where: 'while the container was prepared' },
  setup: { now: 'Running %setup', where: 'in %setup' },
  files: { now: 'Copying files', where: 'while files were copied' },
  post: { now: 'Running %post', where: 'in %post' },
  metadata: {
    now: 'Adding environment, scripts and labels',
    where: 'while environment, scripts and labels were added',
  },
  test: { now: 'Running %test', where: 'in %test' },
  pack: { now: 'Packing the file system', where: 'while the file system was packed' },
  write: { now: 'Writing the image', where: 'while the image was written' },
  download: { now: 'Fetching the image', where: 'while the image was fetched' },
  check: { now: 'Checking the image', where: 'when the image was checked' },
  other: { now: 'Working', where: 'in other work' },
}

const inStage = (words: string, stage: string | null): string => (stage === null ? words : `${words} of ${stage}`)

/** What is being done. */
export const stepNow = (key: StepKey, stage: string | null): string => inStage(steps[key].now, stage)
/** Where a build stopped, like `in %post`. */
export const stepWhere = (key: StepKey, stage: string | null): string => inStage(steps[key].where, stage)

/** How long something took or takes, to the second: `4.2 s`, `1 min 12 s`, `2 h 05 min`. */
export function tookText(seconds: number): string {
  const whole = Math.max(0, seconds)
  if (whole < 9.95) return `${whole.toFixed(1)} s`
  if (whole < 59.5) return `${Math.round(whole)} s`
  const pad = (value: number): string => String(value).padStart(2, '0')
  const rounded = Math.round(whole)
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${pad(rounded % 60)} s`
  return `${Math.floor(rounded / 3600)} h ${pad(Math.floor((rounded % 3600) / 60))} min`
}

const stateWords: Readonly<Record<BuildState, string>> = {
  running: 'Running',
  done: 'Built',
  failed: 'Stopped',
  cancelled: 'Stopped by you',
  interrupted: 'Cut off',
  detached: 'Goes on at the remote builder',
}

/** The state of a build in a word or two. */
export const buildStateText = (state: BuildState): string => stateWords[state]

export const buildRunText = {
  loadFailed: 'This build cannot be shown',
  toBuilds: 'All builds',
  started: (clock: string) => `started ${clock}`,
  starting: 'Starting',
  steps: 'Steps of the build',
  progress: 'Build',
  ofCommit: (revision: string, subject: string) => `commit ${revision.slice(0, 7)} ${subject}`,
  took: (time: string) => `took ${time}`,
  leftInStep: (left: string) => `about ${left} in this step`,
  notices: (count: number) => formatNoun(count, 'notice'),
  lines: (count: number) => formatNoun(count, 'line'),
  stepDone: 'done',
  stepRunning: 'running',
  stepWaiting: 'waiting',
  stepFailed: 'failed',
  stepCutOff: 'cut off',

  stop: 'Stop',
  stopTitle: 'Stop this build?',
  stopText: 'No image is made. Its log and its definition stay.',
  stopRemoteText: 'The remote builder is told to stop, and no image is made. Its log and its definition stay.',
  keepRunning: 'Let it run',
  comeBack: 'Come back to it',
  leave: 'Leave it there',
  moreActions: 'More actions',

  logOf: (step: string) => `Log: ${step}`,
  follow: 'Follow the end',
  noticesChip: 'Notices',
  noticesLabel: 'Warnings and errors',
  noNotices: 'No warnings and no errors so far.',
  firstNotices: (count: number) => `The first ${formatCount(count)} are listed.`,
  goToLine: (line: number) => `Go to line ${formatCount(line)}`,
  find: 'Find in the log',
  next: 'Next finding',
  previous: 'Finding before',
  nothingFound: 'Not found',
  place: (at: number, total: number) => `${formatCount(at)} of ${formatCount(total)}`,
  copy: 'Copy',
  copyLabel: 'Copy this part of the log',
  copied: (lines: number) => `Copied ${formatNoun(lines, 'line')}`,
  copiedLast: (lines: number) => `Copied the last ${formatCount(lines)} lines; save the log for all of it`,
  saveLog: 'Save the log…',
  saveTitle: 'Save the log',
  logFailed: 'The log cannot be read',
  waitingForLines: 'Nothing has been written yet.',
  noLines: 'This step wrote nothing.',

  failedTitle: (where: string) => `Stopped ${where}`,
  failedPlain: 'Stopped',
  failedCommand: 'First command that failed',
  showInLog: 'Show in the log',
  changeDefinition: 'Change the definition',
  again: 'Build again',
  cancelledText: 'No image was made. The log shows how far it came.',
  interruptedText:
    'SIF Desktop ended while this build was under way. No image was made; the log shows how far it came.',
  detachedText: 'It is being built there without this computer. Come back to follow it and to fetch the image.',

  doneTitle: (name: string) => `Built ${name}`,
  warnings: (count: number) => `${formatNoun(count, 'thing')} to know`,
  showImage: 'Show image',
  showInLibrary: 'Show in the library',
  gone: 'The image is not there any more.',
  builtBefore: 'There is another file by now.',
} as const
