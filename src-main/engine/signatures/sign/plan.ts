/**
 * Which signatures a request means, and what each will speak about. Pure; it knows no keys.
 * Source: SIF reference, 9.7 and 10.3.
 */
import type { SifObject, SifStructure } from '../../../../src-shared/model/sif.ts'
import type { PlannedSignature, SignScope } from '../../../../src-shared/model/sign.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'

/** @returns one signature per group, in ascending order of groups. @throws AppFailure SIGN_NOTHING, SIGN_GROUP_NOT_FOUND, SIGN_OBJECT_NOT_FOUND, SIGN_OBJECT_WITHOUT_GROUP */
export function planSignatures(structure: SifStructure, scope: SignScope): readonly PlannedSignature[] {
  const groups = [...new Set(structure.objects.flatMap(({ groupId }) => (groupId === null ? [] : [groupId])))].sort(
    (a, b) => a - b,
  )
  if (groups.length === 0) throw failure('SIGN_NOTHING')
  switch (scope.kind) {
    case 'image':
      return groups.map((groupId) => wholeGroup(structure, groupId))
    case 'groups':
      return scope.groupIds.map((groupId) => {
        if (!groups.includes(groupId)) throw failure('SIGN_GROUP_NOT_FOUND', { group: groupId })
        return wholeGroup(structure, groupId)
      })
    case 'objects':
      return byGroup(scope.objectIds.map((id) => groupedObject(structure, id)))
  }
}

/** Everything in the group, legacy signature objects too: a verifier compares the list with the group. */
function wholeGroup(structure: SifStructure, groupId: number): PlannedSignature {
  const ids = structure.objects.filter((object) => object.groupId === groupId).map(({ id }) => id)
  return { groupId, objectIds: [...ids].sort((a, b) => a - b), isWholeGroup: true }
}

function groupedObject(structure: SifStructure, id: number): SifObject & { readonly groupId: number } {
  const [object, second] = structure.objects.filter((candidate) => candidate.id === id)
  if (object === undefined || second !== undefined) throw failure('SIGN_OBJECT_NOT_FOUND', { id })
  const { groupId } = object
  if (groupId === null) throw failure('SIGN_OBJECT_WITHOUT_GROUP', { id })
  return { ...object, groupId }
}

function byGroup(objects: readonly (SifObject & { readonly groupId: number })[]): readonly PlannedSignature[] {
  const groups = [...new Set(objects.map(({ groupId }) => groupId))].sort((a, b) => a - b)
  return groups.map((groupId) => ({
    groupId,
    objectIds: [...new Set(objects.filter((object) => object.groupId === groupId).map(({ id }) => id))].sort(
      (a, b) => a - b,
    ),
    isWholeGroup: false,
  }))
}

/**
 * What the command lines will make of the file afterwards that its signer may not expect: they want
 * every signature of a group to cover whatever is asked for.
 */
export function warningsOf(structure: SifStructure, planned: readonly PlannedSignature[]): readonly string[] {
  const warnings: string[] = []
  const isSigned = (groupId: number): boolean =>
    structure.objects.some(
      ({ type, linkIsGroup, linkedId }) => type === 'Signature' && linkIsGroup && linkedId === groupId,
    )
  for (const { groupId, isWholeGroup, objectIds } of planned) {
    const rest = structure.objects.filter(({ id, groupId: group }) => group === groupId && !objectIds.includes(id))
    if (!isWholeGroup && rest.length > 0) warnings.push(isSigned(groupId) ? 'partOfSignedGroup' : 'partOfGroup')
  }
  if (structure.objects.some(({ type, groupId }) => type !== 'Signature' && groupId === null))
    warnings.push('objectWithoutGroup')
  return [...new Set(warnings)]
}
