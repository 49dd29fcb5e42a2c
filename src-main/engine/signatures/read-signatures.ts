/**
 * Reads the signature objects of a file: recognises each, checks it with the known keys, and says
 * what it would have to be compared with. Nothing of the file's content is read here.
 */
import type { SifObject } from '../../../src-shared/model/sif.ts'
import type { SignatureProblem } from '../../../src-shared/model/verification.ts'
import type { VerificationScope } from '../../../src-shared/model/verification-facts.ts'
import { signatureProblem } from '../../../src-shared/text/verdicts/index.ts'
import type { SifFile } from '../sif/read.ts'
import { type ContentQuestion, currentQuestion, type ImageContent, legacyQuestion } from './content.ts'
import { readSignatureData } from './schemes/index.ts'
import type { CheckOutcome, CheckRequest, ReadSignature } from './schemes/scheme.ts'
import { readStatement, type Statement } from './statement.ts'

/** A signature is a few kilobytes; this is generous. */
const mostSignatureBytes = 1024 * 1024

/** What is known of one signature object before contents are compared. */
export interface SignatureReading {
  readonly object: SifObject
  readonly isAsked: boolean
  readonly scheme: ReadSignature['scheme']
  readonly isLegacy: boolean
  readonly groupId: number | null
  /** Null for a signature that was not asked about or cannot be read. */
  readonly outcome: CheckOutcome | null
  /** Shown when there is no outcome. */
  readonly claims: Pick<CheckOutcome, 'fingerprint' | 'hash' | 'signedAt'>
  /** A fault of the object itself: it proves that the file is not as somebody signed it. */
  readonly fault: SignatureProblem | null
  /** A reason why it says nothing, although nothing is wrong. */
  readonly unchecked: SignatureProblem | null
  readonly question: ContentQuestion | null
}

export type CheckContext = Omit<CheckRequest, 'entity'> & {
  readonly content: ImageContent
  readonly scope: VerificationScope
  /** The group of the one object asked about. */
  readonly objectGroup: number | null
}

const hashOfCode: Readonly<Record<number, string>> = { 1: 'sha256', 2: 'sha384', 3: 'sha512' }

export async function readSignatureObject(
  file: SifFile,
  object: SifObject,
  context: CheckContext,
): Promise<SignatureReading> {
  const entity = object.detail.kind === 'signature' ? (object.detail.entity?.toUpperCase() ?? null) : null
  const hashCode = object.detail.kind === 'signature' ? object.detail.hashCode : 0
  const isAsked = isInScope(object, context)
  const base = {
    object,
    isAsked,
    scheme: 'unknown' as const,
    isLegacy: false,
    groupId: object.linkIsGroup ? object.linkedId : null,
    outcome: null,
    claims: { fingerprint: entity, hash: null, signedAt: null },
    fault: null,
    unchecked: null,
    question: null,
  }
  const extent = file.extent(object)
  if (extent === null || !extent.complete) {
    const key = entity === null ? null : await keyNamed(entity, context)
    const claims = { ...base.claims, hash: hashOfCode[hashCode] ?? null }
    const outcome: CheckOutcome | null =
      key === null
        ? null
        : { ...claims, fingerprint: key.fingerprint, result: 'notChecked', problem: null, key, keyGiven: false }
    const scheme = entity === null ? 'unknown' : 'pgp'
    return { ...base, scheme, claims, outcome, fault: signatureProblem('FILE_TOO_SHORT') }
  }
  if (extent.availableBytes > mostSignatureBytes) return { ...base, fault: signatureProblem('SIGNATURE_TOO_LARGE') }
  const { bytes } = await file.readObject(object, { maxBytes: mostSignatureBytes })
  const read = readSignatureData(bytes)
  if ('reason' in read) {
    const claims = read.scheme === 'unknown' ? { ...base.claims, fingerprint: null } : base.claims
    return { ...base, scheme: read.scheme, claims, fault: signatureProblem('SIGNATURE_MALFORMED', read.reason) }
  }
  const statement = readStatement(read.message ?? '')
  const known = { ...base, scheme: read.scheme, isLegacy: statement.kind === 'legacy', claims: read.claims }
  const about = questionOf(object, statement, hashCode, context)
  if (!isAsked) return { ...known, question: 'question' in about ? about.question : null }
  const outcome = await read.check({ ...context, entity })
  return { ...known, outcome, ...about }
}

type About =
  | { readonly question: ContentQuestion; readonly unchecked?: SignatureProblem }
  | { readonly fault: SignatureProblem }
  | { readonly unchecked: SignatureProblem }

function questionOf(
  object: SifObject,
  statement: Statement,
  hashCode: number,
  { content, scope }: CheckContext,
): About {
  switch (statement.kind) {
    case 'malformed':
      return { fault: signatureProblem('MESSAGE_MALFORMED', statement.reason) }
    case 'unsupported':
      return { unchecked: signatureProblem('SIGNATURE_UNSUPPORTED', statement.reason) }
    case 'current':
      if (object.linkedId === null || !object.linkIsGroup) return { fault: signatureProblem('SIGNATURE_LINK_WRONG') }
      if (hashCode < 1 || hashCode > 5)
        return { fault: signatureProblem('SIGNATURE_MALFORMED', `hash type ${hashCode}`) }
      return { question: currentQuestion(content, statement, object.linkedId, scope.objectId) }
    case 'legacy': {
      const algorithm = hashOfCode[hashCode]
      if (object.linkedId === null) return { fault: signatureProblem('SIGNATURE_LINK_WRONG') }
      if (algorithm === undefined) return { unchecked: signatureProblem('LEGACY_HASH_UNKNOWN') }
      const link = { id: object.linkedId, isGroup: object.linkIsGroup }
      const question = legacyQuestion(content, statement, link, algorithm)
      // Without being asked for it is only named: its contents are not even read.
      return scope.legacy
        ? { question }
        : { question: { ...question, needed: [] }, unchecked: signatureProblem('LEGACY_NOT_ASKED') }
    }
  }
}

/** Whether a signature speaks about the group or object that was asked about. */
function isInScope({ linkedId, linkIsGroup }: SifObject, { scope, objectGroup, content }: CheckContext): boolean {
  if (scope.objectId !== null) return linkIsGroup ? linkedId === objectGroup : linkedId === scope.objectId
  if (scope.groupId === null) return true
  if (linkIsGroup) return linkedId === scope.groupId
  return content.members.some(({ object }) => object.id === linkedId && object.groupId === scope.groupId)
}

async function keyNamed(entity: string, { keys, signal }: CheckContext): Promise<CheckOutcome['key']> {
  const found = (await keys.find({ issuer: null, primary: entity, keyId: null }, signal)).find(
    ({ key }) => key.fingerprint === entity,
  )
  if (found === undefined) return null
  const [primary] = found.key.parts
  const { source, refreshedAt, key } = found
  return {
    fingerprint: entity,
    source,
    userIds: key.userIds,
    algorithm: primary.algorithm,
    signedWith: entity,
    lives: [primary.life],
    refreshedAt,
  }
}
