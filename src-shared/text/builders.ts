/** Sentences about places where definitions are built, the steps of a build, and its log. */
import type { Builder, BuilderPoint, BuilderPointCode } from '../model/build.ts'
import type { BuildStep, StepKey } from '../model/build-log.ts'
import { fillTemplate } from './errors/index.ts'
import { formatNoun, formatSize } from './format.ts'

const points: Readonly<Record<BuilderPointCode, string>> = {
  everything: 'All of this definition',
  partsHere: 'Base, files, environment, scripts, labels',
  cannotRun: 'Cannot run {sections}, which this definition has',
  baseUnsupported: 'Cannot begin from {agent}',
  unreadable: 'The definition has a problem to be solved first: {reason}',
  filesMissing: 'Cannot find {names}',
  ownersYours: 'File owners become yours, without root',
  otherArchitecture: 'Cannot build for {wanted}, only for {own}',
  alsoFor: 'Also for {names}',
  upload: 'Cannot see {names}; it would be uploaded, {size}',
  needsToken: 'Needs a token for {name}',
  localBase: 'Cannot begin from an image on this computer',
  argumentsFilled: 'Build arguments are filled in here, before it is sent',
  setupNeedsRoot: '{sections} would need root',
  usesFakeroot: 'Runs with --fakeroot, without root',
  runsAsRoot: 'Runs as root, as you do',
  elsewhere: 'Runs on {place}, which has to see the files of this definition',
  notUsable: '{reason}',
}

/** A reason for or against a builder, in words. */
export function builderPointText({ code, params }: BuilderPoint): string {
  return fillTemplate(points[code], params)
}

const steps: Readonly<Record<StepKey, string>> = {
  queue: 'Wait for the builder',
  upload: 'Upload files',
  remote: 'Build remotely',
  pre: 'Run %pre',
  base: 'Fetch the base',
  verifyBase: 'Check who signed the base',
  unpack: 'Unpack the base',
  configure: 'Prepare the container',
  setup: 'Run %setup',
  files: 'Copy files',
  post: 'Run %post',
  metadata: 'Add metadata',
  test: 'Run %test',
  pack: 'Pack the file system',
  write: 'Write and check the image',
  download: 'Download the image',
  check: 'Check the image',
  other: 'Build',
}

/** The name of a step, with its stage where there are several. */
export function stepText({ key, stage }: Pick<BuildStep, 'key' | 'stage'>): string {
  return stage === null ? steps[key] : `${steps[key]} (${stage})`
}

/** How a builder is called, like `apptainer 1.4.3` or `here`. */
export function builderLabel({ kind, program, remote }: Pick<Builder, 'kind' | 'program' | 'remote'>): string {
  if (kind === 'remote') return remote?.name ?? ''
  if (program === null) return 'here'
  const name = `${program.name} ${program.version}`
  switch (program.place.kind) {
    case 'path':
      return name
    case 'wsl':
      return `${name} in ${program.place.distribution}`
    case 'ssh':
      return `${name} on ${program.place.host}`
  }
}

export const buildersText = {
  argumentsFilled:
    'The values of build arguments are put into the definition that is sent: a builder there ignores them.',
  filesSent: (files: number, sizeBytes: number) => `${formatNoun(files, 'file')}, ${formatSize(sizeBytes)}`,
  filesThereAlready: (host: string) => `${host} has these files already; nothing was sent.`,
  leftThere: (host: string, reference: string) => `It goes on at ${host}; the image will be ${reference}.`,
  cancelledThere: (host: string) => `It was cancelled at ${host}.`,
  noLiveOutput: (host: string, reason: string) =>
    `${host} gives no live output (${reason}). Whether the build is over is asked every few seconds.`,
  leftOver: (host: string, name: string, reason: string) =>
    `The folder ${name} may be left in the temporary folder of ${host}: ${reason}`,
  noReason: 'it did not say why',
  linesLeftOut: (from: number, to: number) =>
    `Lines ${from} to ${to} were left out, to keep the log at a size that can be read.`,
}
