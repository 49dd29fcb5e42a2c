/**
 * Execution control lists: the `ecl.toml` with which an installation of the command lines says which
 * images may start. Here are its meaning, program by program, and nothing that reads files. Pure.
 */
import { assertNever } from './result.ts'

export const controlModes = ['whitelist', 'whitestrict', 'blacklist'] as const
export type ControlMode = (typeof controlModes)[number]

/** A group as it stands in the file; nothing in it has been checked. */
export interface ControlGroup {
  readonly tagName: string
  readonly mode: string
  /** Empty: for images anywhere that no other group is about. */
  readonly folder: string
  readonly fingerprints: readonly string[]
}

export interface ControlList {
  readonly activated: boolean
  /** Checks old signatures of the primary partition instead of all others. */
  readonly legacyInsecure: boolean
  readonly groups: readonly ControlGroup[]
}

/** What makes both programs refuse every image, in the order in which they look. */
export type ControlProblem =
  | { readonly kind: 'folderTwice'; readonly group: number; readonly folder: string }
  | { readonly kind: 'folderMissing'; readonly group: number; readonly folder: string; readonly reason: string }
  | { readonly kind: 'folderNotPlain'; readonly group: number; readonly folder: string }
  | { readonly kind: 'mode'; readonly group: number; readonly mode: string }
  | { readonly kind: 'fingerprint'; readonly group: number; readonly text: string }

/** What is worth a look although the programs take it. */
export type ControlNote =
  | { readonly kind: 'unknownMember'; readonly name: string }
  | { readonly kind: 'memberCase'; readonly name: string; readonly meant: string }
  | { readonly kind: 'emptyWhitelist'; readonly group: number }
  | { readonly kind: 'emptyWhitestrict'; readonly group: number }
  | { readonly kind: 'emptyBlacklist'; readonly group: number }
  | { readonly kind: 'blacklistUnknown'; readonly group: number }
  | { readonly kind: 'noGroups' }
  | { readonly kind: 'noRest' }
  | { readonly kind: 'legacy' }
  | { readonly kind: 'notActivated' }

export type ControlListReading =
  | {
      readonly kind: 'list'
      readonly list: ControlList
      /** The first is what the programs say. */
      readonly problems: readonly ControlProblem[]
      readonly notes: readonly ControlNote[]
    }
  /** Not a file that can be read as such a list at all. */
  | {
      readonly kind: 'unreadable'
      readonly reason: string
      readonly line: number | null
      readonly column: number | null
    }

export const controlPrograms = ['singularity', 'apptainer'] as const
export type ControlProgram = (typeof controlPrograms)[number]

/** One signature of an image, as a program meets it. */
export interface ControlSignature {
  readonly objectId: number
  /** What the descriptor names, upper-case hex; null for none. */
  readonly named: string | null
  readonly state: /** Holds and fits everything it is about. */
    | 'holds'
    /** Cannot be relied on: unknown, expired or revoked key, wrong or weak signature. */
    | 'notValid'
    /** Holds, or cannot be looked at, and something about the image is not as it says. */
    | 'contradicts'
  /** Why, as the programs say it. */
  readonly error: string | null
}

/** What a program looks at together: one group of objects, or the primary partition. */
export interface ControlTask {
  /** How the programs call it when there is no signature: `object group 1`, `object 3`. */
  readonly name: string
  readonly signatures: readonly ControlSignature[]
}

export interface ControlImage {
  /** With links resolved. */
  readonly path: string
  /** The folder it lies in. */
  readonly folder: string
  /** What keeps the programs from looking at signatures at all. */
  readonly fault: string | null
  readonly tasks: readonly ControlTask[]
}

export type ControlReason =
  | 'unreadableIgnored'
  | 'unreadable'
  | 'invalid'
  | 'notActivated'
  | 'noGroup'
  | 'notSigned'
  | 'notVerified'
  | 'contradicted'
  | 'required'
  | 'forbidden'
  | 'allowed'
  | 'notForbidden'

export interface ControlOutcome {
  readonly runs: boolean
  readonly reason: ControlReason
  /** What the program prints when it refuses. */
  readonly error: string | null
  /** Place of the group that decided; null where none did. */
  readonly group: number | null
}

/** The group for images of a folder: of exactly that folder, else the first for the rest. */
export function groupFor(list: ControlList, folder: string): number | null {
  const exact = list.groups.findIndex((group) => group.folder === folder)
  if (exact >= 0) return exact
  const rest = list.groups.findIndex((group) => group.folder === '')
  return rest < 0 ? null : rest
}

/** How the programs word what is wrong with a list. */
export function programProblem(problem: ControlProblem): string {
  switch (problem.kind) {
    case 'folderTwice':
      return `a specific dirpath can only appear in one execgroup: ${problem.folder}`
    case 'folderMissing':
      return problem.reason
    case 'folderNotPlain':
      return 'all execgroup dirpath`s should be fully cleaned with symlinks resolved'
    case 'mode':
      return 'the mode field can only be either: whitelist, whitestrict, blacklist'
    case 'fingerprint':
      return 'expecting a 40 chars hex fingerprint string'
    default:
      return assertNever(problem)
  }
}

/** Whether a program would start an image under a list. */
export function decideControl(
  program: ControlProgram,
  reading: ControlListReading,
  image: ControlImage,
): ControlOutcome {
  const refuse = (reason: ControlReason, error: string, group: number | null = null): ControlOutcome => ({
    runs: false,
    reason,
    error,
    group,
  })
  const run = (reason: ControlReason, group: number | null = null): ControlOutcome => ({
    runs: true,
    reason,
    error: null,
    group,
  })
  const check = (error: string): string => `while checking container image with ECL: ${error}`

  if (reading.kind === 'unreadable') {
    return program === 'apptainer'
      ? run('unreadableIgnored')
      : refuse('unreadable', `while loading ECL configuration: ${reading.reason}`)
  }
  const [problem] = reading.problems
  if (problem !== undefined) {
    return refuse('invalid', `while validating ECL configuration: ${programProblem(problem)}`, problem.group)
  }
  const { list } = reading
  if (!list.activated) return run('notActivated')
  const place = groupFor(list, image.folder)
  const group = place === null ? undefined : list.groups[place]
  if (place === null || group === undefined) {
    return refuse('noGroup', check(`${image.path} not part of any execgroup`))
  }
  const notValid = (reason: ControlReason, error: string): ControlOutcome =>
    refuse(reason, check(`image signature not valid: integrity: ${error}`), place)
  if (image.fault !== null) return notValid('notVerified', image.fault)
  for (const { name, signatures } of image.tasks) {
    if (signatures.length === 0) return notValid('notSigned', `signature not found for ${name}`)
    for (const { state, error } of signatures) {
      if (state === 'contradicts') return notValid('contradicted', error ?? '')
      // One program fails with any signature it cannot rely on, the other goes on without it.
      if (state === 'notValid' && program === 'singularity') return notValid('notVerified', error ?? '')
    }
  }
  const required = (): ControlOutcome => refuse('required', check('image not signed by required entities'), place)
  const wanted = group.fingerprints.map((fingerprint) => fingerprint.toUpperCase())
  const isSigner = signersOfAll(image.tasks)
  switch (group.mode) {
    case 'whitelist':
      return wanted.some(isSigner) ? run('allowed', place) : required()
    case 'whitestrict':
      return wanted.every(isSigner) ? run('allowed', place) : required()
    case 'blacklist':
      return wanted.some((fingerprint) => isNamedAnywhere(image.tasks, fingerprint))
        ? refuse('forbidden', check('image signed by a forbidden entity'), place)
        : run('notForbidden', place)
    default:
      return refuse('invalid', check('ecl config file invalid'), place)
  }
}

/** Whether a key is named by a signature of each task, and by none that does not hold. */
function signersOfAll(tasks: readonly ControlTask[]): (fingerprint: string) => boolean {
  return (fingerprint) =>
    tasks.every(({ signatures }) => signatures.some(({ named }) => named === fingerprint)) &&
    !tasks.some(({ signatures }) =>
      signatures.some(({ named, state }) => named === fingerprint && state === 'notValid'),
    )
}

/** What the descriptors name counts, whether the signature holds or not. */
function isNamedAnywhere(tasks: readonly ControlTask[], fingerprint: string): boolean {
  return tasks.some(({ signatures }) => signatures.some(({ named }) => named === fingerprint))
}
