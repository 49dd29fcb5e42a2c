/**
 * Why a signature could not be checked, or in what it differs: stable codes with their sentences.
 * The engine names a code, this table says it; nobody else words a problem.
 */
import type { SignatureProblem } from '../../model/verification.ts'

interface ProblemText {
  /** A whole sentence, for the list of checks. */
  readonly message: string
  /** The verdict sentence of an image whose verdict comes from this problem; at most 80 characters. */
  readonly sentence: string
}

export const signatureProblems = {
  KEY_MISSING: {
    message: 'The key of the signer is not here.',
    sentence: 'The signer’s key is not here; nothing is known to be wrong.',
  },
  KEY_MISSING_CONTENT_DIFFERS: {
    message: 'The key of the signer is not here, but the signed message and the content differ.',
    sentence: 'This file differs from what its signature says.',
  },
  CONTENT_DIFFERS: {
    message: 'The content differs from the signed message.',
    sentence: 'This file has been changed since it was signed.',
  },
  SIGNATURE_WRONG: {
    message: 'The signature does not fit the signed message: one of them was changed.',
    sentence: 'The signature and the signed message do not fit: one of them was changed.',
  },
  OTHER_KEY_NAMED: {
    message: 'The file names another key than the one that made the signature.',
    sentence: 'The file names another signer than the key that signed it.',
  },
  SIGNATURE_MALFORMED: {
    message: 'This signature object holds no signature that can be read.',
    sentence: 'A signature in this file is damaged, or is none at all.',
  },
  SIGNATURE_TOO_LARGE: {
    message: 'This signature object is larger than any signature and was not read.',
    sentence: 'A signature in this file is larger than any signature can be.',
  },
  SIGNATURE_LINK_WRONG: {
    message: 'The file does not say which group of objects this signature is about.',
    sentence: 'The file does not say what one of its signatures is about.',
  },
  MESSAGE_MALFORMED: {
    message: 'The signed message is not one that a signer of images writes.',
    sentence: 'The message that was signed cannot be understood, so it proves nothing.',
  },
  FILE_TOO_SHORT: {
    message: 'The file is shorter than its own table says.',
    sentence: 'This file ends too early: it is shorter than its own table says.',
  },
  HASH_TOO_WEAK: {
    message: 'The hash {detail} is too weak to mean anything.',
    sentence: 'The signature is too weak to mean anything; nothing is known to be wrong.',
  },
  KEY_TOO_WEAK: {
    message: 'The key is too weak to mean anything: {detail}.',
    sentence: 'The signer’s key is too weak to mean anything; nothing is known to be wrong.',
  },
  KEY_VERSION_DOES_NOT_FIT: {
    message: 'The fingerprint of a version 6 key does not fit the file, so the file cannot name it.',
    sentence: 'The signer’s key is of a kind this format cannot name; it cannot be checked.',
  },
  KEY_MAY_NOT_SIGN: {
    message: 'The key that made this signature is not allowed to sign.',
    sentence: 'The key that made this signature is not allowed to sign.',
  },
  KEY_NOT_USABLE: {
    message: 'The key does not vouch for itself or is of a kind that cannot be used here.',
    sentence: 'The signer’s key cannot be used here; nothing is known to be wrong.',
  },
  SIGNATURE_EXPIRED: {
    message: 'The signer limited how long this signature holds, and that time is over.',
    sentence: 'The signer limited how long this signature holds, and that time is over.',
  },
  SIGNED_BEFORE_KEY: {
    message: 'The signature says it was made before its key existed.',
    sentence: 'The signature says it was made before its key existed.',
  },
  SIGNATURE_UNSUPPORTED: {
    message: 'The signature asks for something that is not supported here: {detail}.',
    sentence: 'The signature asks for something not supported here; it cannot be checked.',
  },
  SCHEME_UNSUPPORTED: {
    message: 'Signatures of this kind ({detail}) cannot be checked yet.',
    sentence: 'Signatures of this kind cannot be checked yet; nothing is known to be wrong.',
  },
  NOT_THE_GIVEN_KEY: {
    message: 'The signature was not made with the given key.',
    sentence: 'The signature was not made with the given key.',
  },
  LEGACY_NOT_ASKED: {
    message: 'An old kind of signature, which protects contents only, is checked on request only.',
    sentence: 'Only an old kind of signature is here, which is checked on request only.',
  },
  LEGACY_HASH_UNKNOWN: {
    message: 'The file does not say which hash this old signature uses.',
    sentence: 'The file does not say which hash its old signature uses.',
  },
} as const satisfies Record<string, ProblemText>

export type SignatureProblemCode = keyof typeof signatureProblems

function isProblemCode(code: string): code is SignatureProblemCode {
  return Object.hasOwn(signatureProblems, code)
}

/** Makes a problem from its code. @param detail what the sentence is filled with, and the raw reason */
export function signatureProblem(code: SignatureProblemCode, detail?: string): SignatureProblem {
  const message = signatureProblems[code].message.replace('{detail}', detail ?? '')
  return detail === undefined ? { code, message } : { code, message, detail }
}

/** The verdict sentence that belongs to a problem; null for a code that has none. */
export function problemSentence(problem: SignatureProblem | null): string | null {
  return problem !== null && isProblemCode(problem.code) ? signatureProblems[problem.code].sentence : null
}
