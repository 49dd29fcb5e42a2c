import type { ErrorText } from './entry.ts'

/** Errors of keys and keyservers. A keyserver that cannot be reached is a network error, never a verdict. */
export const keyringErrors = {
  KEYRING_KEY_NOT_FOUND: {
    area: 'keyring',
    kind: 'notFound',
    message: 'There is no key {fingerprint} here.',
    hint: 'Import it from a file, or look for it on a keyserver.',
  },
  KEYRING_MATERIAL_TOO_LARGE: {
    area: 'keyring',
    kind: 'malformed',
    message: 'This is too large to be keys: {sizeBytes} bytes.',
    hint: 'Give a file that holds keys and nothing else.',
  },
  KEYRING_NO_KEYS: {
    area: 'keyring',
    kind: 'malformed',
    message: 'There is no key in what was given.',
    hint: 'Give an exported key: a file, or the text from BEGIN PGP to END PGP.',
  },
  KEYRING_NO_SECRET_KEYS: {
    area: 'keyring',
    kind: 'malformed',
    message: 'There is no secret key in what was given.',
    hint: 'Import it without a passphrase to keep the public keys in it.',
  },
  KEYRING_PASSPHRASE_NEEDED: {
    area: 'keyring',
    kind: 'wrongUsage',
    message: 'A secret key is kept under a passphrase only, and none was given.',
    hint: 'Give the passphrase that the key has, or that it is to have.',
  },
  KEYRING_PASSPHRASE_WRONG: {
    area: 'keyring',
    kind: 'notPermitted',
    message: 'The passphrase does not open the secret key {fingerprint}.',
    hint: 'Check the passphrase and try again.',
  },
  KEYRING_SECRET_UNUSABLE: {
    area: 'keyring',
    kind: 'unsupported',
    message: 'The secret key {fingerprint} is of a kind that cannot be kept here.',
    hint: 'Its public half can be imported.',
  },
  KEYRING_HAS_SECRET: {
    area: 'keyring',
    kind: 'notPermitted',
    message: 'The key {fingerprint} is your own: its secret half is here and would be lost.',
    hint: 'Keep a copy of the secret key elsewhere first.',
  },
  KEYRING_SECRET_MISSING: {
    area: 'keyring',
    kind: 'notFound',
    message: 'The secret key {fingerprint} is not on this computer, or cannot be read.',
    hint: 'Import it from its backup.',
  },
  KEYRING_NOT_EXTENDABLE: {
    area: 'keyring',
    kind: 'notPermitted',
    message: 'The key {fingerprint} cannot get a new end: it is revoked, or its main secret key is kept elsewhere.',
    hint: 'A revoked key stays revoked: make a new one. Otherwise extend it where its main secret key is.',
  },
  KEYRING_LOCKED: {
    area: 'keyring',
    kind: 'notPermitted',
    message: 'The key {fingerprint} is locked.',
    hint: 'Unlock it with its passphrase.',
  },
  KEYRING_PASSPHRASE_SHORT: {
    area: 'keyring',
    kind: 'wrongUsage',
    message: 'A passphrase has at least {least} characters.',
    hint: 'Several words that only you put together are easy to keep and hard to guess.',
  },
  KEYSERVER_NONE: {
    area: 'keyring',
    kind: 'notFound',
    message: 'No keyserver is set up.',
    hint: 'Choose a remote that has a keyserver.',
  },
  KEYSERVER_KEY_NOT_FOUND: {
    area: 'keyring',
    kind: 'notFound',
    message: 'No keyserver that was asked has the key {fingerprint}.',
    hint: 'Ask the signer for the key, and import it from a file.',
  },
  KEYSERVER_OTHER_KEY: {
    area: 'keyring',
    kind: 'malformed',
    message: '{host} answered with another key than {fingerprint}, and it was refused.',
    hint: 'Get the key from somewhere else. Tell those who run the server.',
  },
} as const satisfies Record<string, ErrorText>
