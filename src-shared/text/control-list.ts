/** Sentences about execution control lists: what one says, what is wrong with it, and what each program would do. */
import type {
  ControlGroup,
  ControlListReading,
  ControlNote,
  ControlOutcome,
  ControlProblem,
  ControlProgram,
  ControlReason,
} from '../model/control-list.ts'
import { assertNever } from '../model/result.ts'
import { formatNoun } from './format.ts'

export const programNames: Readonly<Record<ControlProgram, string>> = {
  singularity: 'SingularityCE',
  apptainer: 'Apptainer',
}

const place = (group: number): string => `Group ${group + 1}`

/** Where a group counts, in words. */
export function controlWhere({ folder }: ControlGroup): string {
  return folder === '' ? 'Images in every other folder' : `Images directly in ${folder}, not in folders below it,`
}

/** What a group asks for, as one sentence. */
export function controlSentence(group: ControlGroup): string {
  const where = controlWhere(group)
  const count = group.fingerprints.length
  switch (group.mode) {
    case 'whitelist':
      return count === 0
        ? `${where} never start: the list of signers is empty.`
        : `${where} start only when ${count === 1 ? 'this signer' : `one of these ${count} signers`} signed all of it.`
    case 'whitestrict':
      return count === 0
        ? `${where} start when they verify, whoever signed them: the list of signers is empty.`
        : `${where} start only when ${count === 1 ? 'this signer' : `all of these ${count} signers`} signed all of it.`
    case 'blacklist':
      return count === 0
        ? `${where} start when they verify, whoever signed them: the list of signers is empty.`
        : `${where} start when they verify and ${count === 1 ? 'this signer' : `each of these ${count} signers`} signed none of it.`
    default:
      return `${where} never start: the mode is not one that exists.`
  }
}

/** What is wrong, for people; every image is refused because of it. */
export function controlProblemText(problem: ControlProblem): string {
  const group = place(problem.group)
  switch (problem.kind) {
    case 'folderTwice':
      return problem.folder === ''
        ? `${group}: there is a group for every other folder already.`
        : `${group}: the folder ${problem.folder} has a group already.`
    case 'folderMissing':
      return `${group}: the folder ${problem.folder} cannot be found on this computer.`
    case 'folderNotPlain':
      return `${group}: the folder ${problem.folder} has to be written without links, from the root, without a slash at its end.`
    case 'mode':
      return problem.mode === ''
        ? `${group} has no mode: whitelist, whitestrict or blacklist.`
        : `${group}: ${problem.mode} is no mode. They are whitelist, whitestrict and blacklist, in lower case.`
    case 'fingerprint':
      return `${group}: ${problem.text} is no fingerprint of 40 hex digits without spaces.`
    default:
      return assertNever(problem)
  }
}

/** What is worth knowing although the programs take it. */
export function controlNoteText(note: ControlNote): string {
  switch (note.kind) {
    case 'unknownMember':
      return `${note.name} is no member of such a list and has no effect.`
    case 'memberCase':
      return `${note.name} is read as ${note.meant}. Write it in lower case.`
    case 'emptyWhitelist':
      return `${place(note.group)} lists nobody, so no image of it ever starts.`
    case 'emptyWhitestrict':
      return `${place(note.group)} lists nobody, so every image that verifies starts.`
    case 'emptyBlacklist':
      return `${place(note.group)} lists nobody, so every image that verifies starts.`
    case 'blacklistUnknown':
      return `${place(note.group)}: Apptainer also starts an image that only an unknown key signed. SingularityCE does not.`
    case 'noGroups':
      return 'There is no group, so no image starts at all.'
    case 'noRest':
      return 'There is no group for every other folder: images elsewhere never start.'
    case 'legacy':
      return 'Only old signatures of the file system are looked at; images with signatures of today are refused.'
    case 'notActivated':
      return 'The list is not activated: it has no effect as long as it is in order.'
    default:
      return assertNever(note)
  }
}

const reasonTexts: Readonly<Record<ControlReason, string>> = {
  unreadableIgnored: 'the list cannot be read, and this program ignores such a list',
  unreadable: 'the list cannot be read',
  invalid: 'the list is not in order',
  notActivated: 'the list is not activated',
  noGroup: 'no group is about its folder',
  notSigned: 'it is not signed, or not as this list asks',
  notVerified: 'a signature cannot be relied on with the keys of the installation',
  contradicted: 'a signature does not fit the image, or does not cover all of it',
  required: 'it is not signed by who has to',
  forbidden: 'it is signed by who must not',
  allowed: 'it is signed by who has to',
  notForbidden: 'nobody who must not has signed it',
}

/** `starts: it is signed by who has to`. */
export function controlOutcomeText({ runs, reason }: ControlOutcome): string {
  return `${runs ? 'starts' : 'is refused'}: ${reasonTexts[reason]}`
}

/** The list as lines of words. */
export function controlLines(reading: ControlListReading): readonly string[] {
  if (reading.kind === 'unreadable') {
    const at = reading.line === null ? '' : ` Line ${reading.line}, column ${reading.column ?? 1}.`
    return [
      `This is no control list: ${reading.reason}.${at}`,
      'SingularityCE refuses every SIF because of it; Apptainer ignores it and starts everything.',
    ]
  }
  const { list, problems, notes } = reading
  const head =
    problems.length > 0
      ? 'Both programs refuse every SIF because of what is wrong in it, even while it is not activated.'
      : list.activated
        ? `The list is activated and has ${formatNoun(list.groups.length, 'group')}.`
        : 'The list is not activated, so every image starts.'
  return [
    head,
    ...problems.map(controlProblemText),
    ...list.groups.flatMap((group, index) => [
      `${place(index)}${group.tagName === '' ? '' : ` “${group.tagName}”`}: ${controlSentence(group)}`,
      ...group.fingerprints.map((fingerprint) => `  ${fingerprint.toUpperCase()}`),
    ]),
    ...notes.map(controlNoteText),
    controlListText.keys,
  ]
}

export const controlListText = {
  keys: 'Only the keys of the installation count, not those of a user.',
  limits: 'A list is no protection where users can start containers without the privileges of the installation.',
} as const
