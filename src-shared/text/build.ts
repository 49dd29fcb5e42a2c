/** Sentences of builds and conversions. */
import { fillTemplate } from './errors/index.ts'
import { formatNoun, formatSize } from './format.ts'

const warnings = {
  helpKept: 'The base has a help text, which stays. With --force it would be replaced.',
  labelKept: 'The label {label} is there already and stays. With --force it would be replaced.',
  scriptMoved:
    'The #! line of {section} stood below empty lines, where no system looks for it; it was moved to the top.',
  variableLeftOut: 'The image sets a variable named "{name}", which no shell can hold; it was left out.',
  xattrsLeftOut:
    '{count} extended attributes were left out: a squashfs cannot hold them, or they belong to the machine the image was made on.',
  folderXattrsLeftOut:
    'The base {base} is a folder: extended attributes of its files, such as capabilities, are not read and are left out.',
  specialLeftOut: '{path} is a {kind} and was left out.',
  unsignedBase: 'The base {base} is not signed, so nobody vouches for it.',
  stageXattrsLeftOut: 'Extended attributes of {path} in another stage were not copied.',
  filesIgnored: 'A list of %files has arguments that apptainer does not know; like there, it was left out.',
  unusedArguments: 'These build arguments are not used: {names}.',
  definition: '{text}',
  contextStays: 'The files that were sent could not be deleted at {host}: {reason}',
  cancelNotHeard: '{host} could not be told to stop; it may go on building: {reason}',
  noChecksum: '{host} tells no checksum of what it built, so nothing says whether the image arrived as it was made.',
} as const

export type BuildWarningCode = keyof typeof warnings

/** A warning as a sentence. */
export function buildWarningText(code: BuildWarningCode, params: Readonly<Record<string, string>>): string {
  return fillTemplate(warnings[code], params)
}

export const buildText = {
  built: (path: string) => `Built ${path}`,
  warning: (text: string) => `Warning: ${text}`,
  wouldLeave: (remote: string, files: number, sizeBytes: number) =>
    `These files leave this computer for the builder of ${remote} (${formatNoun(files, 'file')}, ${formatSize(sizeBytes)}):`,
  fileThatLeaves: (path: string, sizeBytes: number, leadsTo: string | null) =>
    `  ${path}${leadsTo === null ? '' : ` -> ${leadsTo}`} (${formatSize(sizeBytes)})`,
  moreThatLeave: (files: number) => `  and ${formatNoun(files, 'more file', 'more files')}`,
  sendThem: 'Send them? [y/N] ',
  acceptHint: 'Some lie elsewhere than below this folder. If they may be sent, add --accept-upload.',
  goesOn: (id: string) => `It may go on at the builder. Come back to it with: sif-desktop build --attach ${id}`,
  leftThere: (reference: string, id: string) =>
    `Submitted. The image will be ${reference}.\nCome back to it with: sif-desktop build --attach ${id}`,
  options: {
    arch: 'architecture, like amd64 or arm64',
    owners:
      'who files belong to: keep (as the base says) or root; root keeps them and others give all to root by default',
    oci: 'make an OCI-SIF, which keeps the image as it is',
    like: 'follow singularity or apptainer where they differ: labels and a few scripts',
    section: 'only these sections, with commas between them; all by default',
    argument: 'a value for a template of the definition; may be given several times',
    argumentFile: 'a file with one NAME=VALUE a line',
    force: 'replace the output, and help and labels of the base',
    insecure: 'allow plain http to the registry of the base',
    remote: 'remote for library bases; the active one by default',
    with: 'build with an installed program: apptainer, singularity, the path of one, or ssh:HOST for a build host of the settings',
    remoteBuilder:
      'build at the builder of the active remote; --arch takes several names with commas, each a build of its own; the output may be a library:// reference',
    remoteName: 'build at the builder of this remote',
    detached: 'with --remote: leave it there once it is submitted',
    attach: 'come back to a build that was left at a remote builder, and fetch its image',
    acceptUpload: 'with --remote: agree to what %files sends there, wherever it lies',
  },
} as const
