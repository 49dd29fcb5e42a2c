import type { ErrorText } from './entry.ts'

/** Errors of asking a question about signatures. What a verification finds is never an error. */
export const signaturesErrors = {
  SIGNATURES_GROUP_NOT_FOUND: {
    area: 'signatures',
    kind: 'notFound',
    message: '{path} has no group {groupId}.',
    hint: 'The list of objects shows which groups there are.',
  },
  SIGNATURES_OBJECT_IS_SIGNATURE: {
    area: 'signatures',
    kind: 'wrongUsage',
    message: 'Object {id} is itself a signature.',
    hint: 'Ask about an object that is signed.',
  },
  SIGNATURES_KEY_FILE_UNREADABLE: {
    area: 'signatures',
    kind: 'malformed',
    message: '{path} holds no public key or certificate in PEM form.',
    hint: 'Give a file that begins with BEGIN PUBLIC KEY or BEGIN CERTIFICATE.',
  },
  SIGNATURES_SIGNER_UNREADABLE: {
    area: 'signatures',
    kind: 'malformed',
    message: 'This is no public key and no certificate in PEM form that can be read.',
    hint: 'Give text that begins with BEGIN PUBLIC KEY or BEGIN CERTIFICATE.',
  },
  SIGNATURES_PRIVATE_KEY_UNREADABLE: {
    area: 'signatures',
    kind: 'malformed',
    message: '{path} holds no private key that can be read, or needs another passphrase.',
    hint: 'Give a file that begins with BEGIN PRIVATE KEY, and its passphrase if it has one.',
  },
  SIGN_GNUPG_MISSING: {
    area: 'signatures',
    kind: 'notFound',
    message: 'GnuPG is not on this computer or could not be started.',
    hint: 'Install GnuPG, or sign with a key that is kept here.',
  },
  SIGN_GNUPG_NOT_FOUND: {
    area: 'signatures',
    kind: 'notFound',
    message: 'GnuPG has no secret key {fingerprint} that can sign now.',
    hint: 'Insert its smartcard, or see what gpg --list-secret-keys says about it.',
  },
  SIGN_GNUPG_FAILED: {
    area: 'signatures',
    kind: 'notPermitted',
    message: 'GnuPG did not sign: {reason}.',
    hint: 'GnuPG asks for the passphrase or PIN itself; the image is as it was.',
  },
  SIGN_NOT_A_SIGNATURE: {
    area: 'signatures',
    kind: 'wrongUsage',
    message: 'Object {id} is not a signature.',
    hint: 'The list of objects shows which are.',
  },
  SIGN_NOTHING: {
    area: 'signatures',
    kind: 'wrongUsage',
    message: 'This image has no object in a group, so there is nothing that could be signed.',
    hint: 'Add an object in group 1 first.',
  },
  SIGN_GROUP_NOT_FOUND: {
    area: 'signatures',
    kind: 'notFound',
    message: 'The image has no group {group}.',
    hint: 'The list of objects shows which groups there are.',
  },
  SIGN_OBJECT_NOT_FOUND: {
    area: 'signatures',
    kind: 'notFound',
    message: 'The image has no single object {id}.',
    hint: 'The list of objects shows which there are.',
  },
  SIGN_OBJECT_WITHOUT_GROUP: {
    area: 'signatures',
    kind: 'wrongUsage',
    message: 'Object {id} is in no group and cannot be signed.',
    hint: 'Signatures speak about objects of a group. Add it again, in group 1.',
  },
  SIGN_DAMAGED: {
    area: 'signatures',
    kind: 'malformed',
    message: 'Object {id} is not completely in the file, so it cannot be signed.',
    hint: 'Get the image again from where it came from.',
  },
  SIGN_KEY_VERSION: {
    area: 'signatures',
    kind: 'unsupported',
    message: 'The key {fingerprint} is of a version whose signatures on images nobody can check.',
    hint: 'Use a version 4 key; a new key made here is one.',
  },
  SIGN_KEY_CANNOT_SIGN: {
    area: 'signatures',
    kind: 'notPermitted',
    message: 'The key {fingerprint} cannot sign now: it is expired or revoked, or no part of it may sign.',
    hint: 'Extend the key, or choose another one.',
  },
  SIGN_KEY_KIND: {
    area: 'signatures',
    kind: 'unsupported',
    message: 'Keys of the kind {kind} cannot sign images.',
    hint: 'Use an RSA key of at least 2048 bits, an ECDSA key (P-256, P-384, P-521) or an Ed25519 key.',
  },
  SIGN_NOT_CONFIRMED: {
    area: 'signatures',
    kind: 'internal',
    message: 'The new signature did not check, so the image was left as it was.',
    hint: 'Try again; if it happens again, copy the detail into a report.',
  },
} as const satisfies Record<string, ErrorText>
