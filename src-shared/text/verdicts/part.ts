/**
 * What is said of a check of one group or one object alone: always that it was only this part, and what was left
 * unread. Sentences begin with the part, so that none can be taken for one about the file.
 */
import { assertNever } from '../../model/result.ts'
import type { Check, SignatureFinding, VerifiedPart } from '../../model/verification.ts'
import type { VerificationFacts } from '../../model/verification-facts.ts'
import { formatDate } from '../format.ts'
import { atStart, claimedName, fitting, objectList } from './names.ts'
import { problemSentence } from './problems.ts'
import type { Told } from './sentences.ts'

export const partCheckName = 'Asked about'

/** The part that was asked about; null when the question was about the whole file. */
export function verifiedPart({ scope, leftOut = [], signatures }: VerificationFacts): VerifiedPart | null {
  const { groupId, objectId } = scope
  if (groupId === null && objectId === null) return null
  // An old signature of a group has one digest over all of it, so the others were read as well.
  const read = new Set(
    signatures.flatMap(({ legacy, state, covers }) => (legacy && state !== 'notAsked' ? covers : [])),
  )
  return { groupId, objectId, leftOut: scope.legacy ? leftOut.filter((id) => !read.has(id)) : leftOut }
}

/** `object 3`, `group 1`. */
function partName({ groupId, objectId }: VerifiedPart): string {
  return objectId === null ? `group ${groupId}` : `object ${objectId}`
}

function leftOutSentence({ leftOut }: VerifiedPart): string {
  if (leftOut.length === 0) return 'Nothing else in the file could have been.'
  return `${atStart(objectList(leftOut))} ${leftOut.length === 1 ? 'was' : 'were'} not looked at.`
}

/** A line of the list of checks that says how far the others reach. */
export function partCheck(part: VerifiedPart): Check {
  return {
    name: partCheckName,
    result: 'done',
    detail: `${atStart(partName(part))} alone. ${leftOutSentence(part)}`,
    objectId: null,
  }
}

/** The verdict sentence for a part; at most as long as any other. */
export function partSentence(told: Told, part: VerifiedPart): string {
  return fitting(...outcomes(told).map((outcome) => `Only ${partName(part)} was checked: ${outcome}`))
}

/** What is said of the part, the longer wording first; the last is short enough behind any name of a part. */
function outcomes({ judgement, facts }: Told): readonly string[] {
  const { deciding } = judgement
  switch (judgement.verdict) {
    case 'changed': {
      const sentence = problemSentence(deciding?.problem ?? null)
      const isContent = deciding === null || deciding.problem?.code === 'CONTENT_DIFFERS'
      return [
        ...(isContent || sentence === null ? [] : [lowered(sentence)]),
        ...(isHeaderAlone(deciding) ? ['the header of the file was changed.'] : []),
        'it has been changed since it was signed.',
      ]
    }
    case 'rejected':
      return ['unchanged, but you rejected its signer.']
    case 'revoked':
      return ['unchanged, but its signer’s key was revoked.']
    case 'partlySigned':
      return [judgement.onlyLegacy ? 'only its contents are signed.' : 'no signature covers all of it.']
    case 'unknown':
      return ['unchanged; you have not decided about the signer.', 'unchanged; its signer is undecided.']
    case 'expiredBeforeSigning':
      return ['unchanged; its signer’s key had already expired.', 'unchanged; the key had expired.']
    case 'superseded':
      return ['unchanged; its signer’s key was replaced since.', 'unchanged; the key was replaced.']
    case 'expiredSinceSigning':
      return ['unchanged; its signer’s key has expired since.', 'unchanged; the key has expired since.']
    case 'accepted':
      return ['unchanged, by a signer you accepted.']
    case 'verified': {
      const name = deciding === null ? null : claimedName(deciding, 36)
      return [
        ...(name === null ? [] : [`unchanged, by ${name}, whom you verified.`]),
        'unchanged, by someone you verified.',
      ]
    }
    case 'yours':
      return ['unchanged since you signed it.']
    case 'notSigned':
      return ['nobody has signed it.']
    case 'cannotCheck': {
      const sentence = problemSentence(deciding?.problem ?? facts.attached[0]?.problem ?? null)
      return [...(sentence === null ? [] : [lowered(sentence)]), 'its signature could not be checked.']
    }
    default:
      return assertNever(judgement.verdict)
  }
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

function isHeaderAlone(deciding: SignatureFinding | null): boolean {
  return deciding?.header === 'changed' && deciding.changedObjects.length === 0
}

/** The line of the banner about the bytes. @param ofFile what is said when no signature could be compared */
export function partIntegrityLine({ judgement, findings }: Told, part: VerifiedPart, ofFile: string): string {
  const what = atStart(partName(part))
  const left = leftOutSentence(part)
  switch (judgement.integrity) {
    case 'changed': {
      const objects = [...new Set(findings.flatMap(({ changedObjects }) => changedObjects))]
      const differs =
        part.objectId === null && objects.length > 0
          ? `: ${objectList(objects)} ${objects.length === 1 ? 'differs' : 'differ'}`
          : ''
      if (objects.length > 0) return `${what} has been changed since it was signed${differs}. ${left}`
      const isHeader = findings.some(({ header }) => header === 'changed')
      return isHeader
        ? `The header of this file has been changed since ${partName(part)} was signed. ${left}`
        : `What was signed of ${partName(part)} does not hold. ${left}`
    }
    case 'intact': {
      if (judgement.verdict === 'partlySigned') return `${ofFile} ${left}`
      const at = judgement.deciding?.signedAt ?? null
      const on = at === null ? '' : ` on ${formatDate(at)}, as the signer says`
      return `${what} has not changed since it was signed${on}. ${left}`
    }
    case 'unknown':
      return `${ofFile} ${left}`
    default:
      return assertNever(judgement.integrity)
  }
}
