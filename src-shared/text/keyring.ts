/** Sentences about keys: the list, import, search, and what is known of one key. */
import type { FoundRing, KeyImportPreview, KeyRevocation, KeySource, OfferedSecret } from '../model/key.ts'
import { formatDate, formatNoun } from './format.ts'

export const keyringText = {
  title: 'Keys',
  count: (count: number) => formatNoun(count, 'key'),
  importKeys: 'Import…',
  findKey: 'Find a key…',
  checkSigner: 'Check this signer…',
  showSigner: 'Show the signer',
  copyFingerprint: 'Copy fingerprint',
  exportKey: 'Save public key…',
  exportTitle: 'Save the public key',
  exported: 'Public key saved',
  copyKey: 'Copy public key',
  moreActions: 'More about keys',
  removeKey: 'Remove…',
  refreshKey: 'Ask keyservers about it',

  columns: {
    state: 'State',
    name: 'Name',
    fingerprint: 'Fingerprint',
    expires: 'Expires',
    decision: 'Decision',
    from: 'From',
  },
  yours: 'Yours',
  others: 'Others’',
  says: 'says',
  never: 'never',
  noName: 'No name',
  nobody: 'nobody in particular',
  forSigning: 'For signing',
  notDecided: 'Not decided',
  keyCopied: 'Public key copied',
  refreshed: 'The keyservers knew more; the key was brought up to date',
  refreshedSame: 'The keyservers know nothing new',
  showKey: 'Show this key',
  imported: (count: number) =>
    `${formatNoun(count, 'key')} imported. Nothing was decided about ${count === 1 ? 'it' : 'them'}`,
  madeOn: (date: string) => `made ${date}`,

  toReview: 'To review',
  reviewUnknownText: (images: number) =>
    `${formatNoun(images, 'image')} here ${images === 1 ? 'is' : 'are'} signed by a key that says it belongs to`,
  reviewNoKeyText: (images: number) =>
    `${formatNoun(images, 'image')} here ${images === 1 ? 'is' : 'are'} signed by a key you do not have.`,
  reviewRevokedText: (name: string, at: string | null) =>
    at === null ? `${name} withdrew its key.` : `${name} withdrew its key on ${formatDate(at)}.`,
  reviewRevokedMore: (names: readonly string[]) =>
    `All its signatures count for nothing, earlier ones too. On this computer: ${names.join(', ')}`,
  showImage: 'Show the image',
  showAllToReview: (count: number) => `Show all ${count}`,

  emptyTitle: 'No keys here yet',
  emptyText:
    'A signature names the key that made it. Keys arrive when you pull signed images, from files, or from a keyserver. Having a key is not trusting it.',
  listFailed: 'The keys could not be read',
  filter: 'Filter keys',
  nothingMatches: 'No key matches',
  clearFilter: 'Clear the filter',

  importTitle: 'Import keys',
  importSubtitle: 'Shows what would change before anything is stored. Importing a key does not trust it.',
  importPaste: 'Paste a key, or drop a key file here',
  importPlaceholder: '-----BEGIN PGP PUBLIC KEY BLOCK-----',
  chooseFile: 'Choose a file…',
  readAgain: 'Choose something else',
  wouldChange: 'What would change',
  wouldChangeNothing: 'Nothing would change: you have everything that is in there.',
  importAction: (changes: number, hasSecrets: boolean) =>
    changes === 0 ? 'Import' : `Import ${formatNoun(changes, hasSecrets ? 'public key' : 'key')}`,
  effects: { new: 'New key', unchanged: 'You have it already', updated: 'Adds to a key you have' } satisfies Record<
    KeyImportPreview['changes'][number]['effect'],
    string
  >,
  skipped: 'Left out',
  fileTooLarge: 'That file is too large to be a key.',
  fromProgram: 'From another program…',
  otherPrograms: 'Keyrings of other programs',
  ringsText: 'Found on this computer. They are only read, never changed.',
  noRings: 'No keyring of GnuPG, SingularityCE or Apptainer was found on this computer.',
  lookInside: 'Look inside',
  chosenOf: (chosen: number, all: number) => `${chosen} of ${formatNoun(all, 'key')}`,
  moreKeys: (count: number) => `and ${formatNoun(count, 'more key')}. Filter to find one.`,
  moreReasons: (count: number) => `and ${count} more of the kind`,
  alreadyHere: (count: number) => `You have ${formatNoun(count, 'more key')} in there already.`,
  secretsTitle: 'Secret keys in there',
  secretsText:
    'If they are yours, you can sign with them here. A copy is kept, protected whole by the passphrase; what you import from stays as it is.',
  protections: {
    whole: 'protected there',
    partly: 'there a part of it lies open on disk; here all of it is protected',
    none: 'not protected there; here it is',
    unusable: 'its secret part is kept elsewhere, on a card say',
  } satisfies Record<OfferedSecret['protection'], string>,
  secretHere: 'yours already',
  secretPassphrase: 'Its passphrase',
  secretNewPassphrase: 'A passphrase to protect it with',
  makeOwn: 'Make it mine',
  secretImported: (name: string) => `You can sign as ${name} now`,

  findTitle: 'Find a key',
  findSubtitle: 'Asks the keyservers. Whatever they answer, a name in a key is only a claim.',
  findField: 'Name, address or fingerprint',
  findAction: 'Search',
  findNothing: (text: string) => `No keyserver knows a key for “${text}”.`,
  findNothingHint: 'Ask the signer for the whole fingerprint; a search by it finds what names do not.',
  findPrompt: 'Type a name, an address or a whole fingerprint.',
  fetch: 'Fetch',
  fromServer: (server: string) => `from ${server}`,
  revokedOnServer: 'revoked',

  removeTitle: (name: string) => `Remove the key of ${name}?`,
  removeText:
    'Signatures made with it can then no longer be checked. Decisions you made about it stay, and count again when the key comes back.',
  removeAction: 'Remove the key',
  removeNoImages: 'No image on this computer is signed with it.',
  removeImages: (count: number) =>
    count === 1 ? 'This image could not be checked any more:' : `These ${count} images could not be checked any more:`,

  qrOf: (fingerprint: string) => `QR code of the fingerprint ${fingerprint}`,
  qrHint: 'Holds this fingerprint and nothing else.',
  scan: 'From a QR image…',
  scanFailed: 'There is no QR code that can be read in that picture.',
  scanNotPicture: 'That file is no picture that can be read.',

  signerTitle: 'Check this signer',
  ownTitle: 'Your key',
  signerCrumb: 'Signer',
  belongsToBefore: 'The key says it belongs to',
  claimsNobody:
    'The key names nobody. Get the fingerprint from the person who should have signed, or from their own web page, and compare.',
  anyoneCan:
    'Anyone can write that into a key. Get the fingerprint another way, from the person or their own web page, and compare.',
  alsoSays: 'It also says',
  aboutKey: 'About the key',
  moreAboutKey: 'More about this key',
  keyThatSigned: 'The key that signed',
  copy: 'Copy',
  readAloud: 'Read aloud',
  inWords: 'In words, for the telephone',
  inWordsHint: 'Say them in this order. One wrong word is enough to refuse.',
  imagesSigned: 'Images signed with it',
  noImages: 'None on this computer.',
  moreImages: (count: number) => `and ${formatNoun(count, 'more', 'more')}`,
  facts: {
    made: 'Made',
    expires: 'Expires',
    kind: 'Kind',
    state: 'State',
    from: 'From',
    subkeys: 'Subkeys',
  },
  notRevoked: 'not revoked',
  expired: 'expired',
  tooWeak: 'too weak to mean anything',
  askedAt: (when: string) => `keyservers asked ${when.charAt(0).toLowerCase()}${when.slice(1)}`,
  neverAsked: 'keyservers never asked',
  signingSubkeys: (count: number) => `${formatNoun(count, 'subkey')} for signing`,
  keyNotHere: 'You do not have this key',
  keyNotHereText: 'Only its fingerprint is known, from the signature. Without the key the signature cannot be checked.',
  fetchKey: 'Fetch it from the keyservers',
  signerFailed: 'This key could not be read',
  notFingerprint: 'That is not a fingerprint',
  notFingerprintText: 'A key is named by its whole fingerprint: 40 or 64 hex digits.',
  backToKeys: 'Keys',

  commandCompare: 'Compare with this fingerprint',
  commandFind: 'Find this key at the keyservers',
  commandShowKey: 'Show this key',
  commandGroup: 'Keys',
} as const

const programNames: Readonly<Record<FoundRing['program'], string>> = {
  gnupg: 'GnuPG',
  singularity: 'SingularityCE',
  apptainer: 'Apptainer',
}

/** A keyring of another program, as `Apptainer, secret keys`. */
export function ringName({ program, holds, isGlobal }: FoundRing): string {
  const what = isGlobal ? 'of all users' : holds === 'secret' ? 'secret keys' : 'public keys'
  return `${programNames[program]}, ${what}`
}

/** Where a key came from, in a word or two. */
export function sourceWord(source: KeySource): string {
  switch (source.kind) {
    case 'file':
      return 'file'
    case 'paste':
      return 'pasted'
    case 'keyserver':
      return 'keyserver'
    case 'commandLine':
      return 'command line'
    case 'gnupg':
      return 'GnuPG'
    case 'generated':
      return 'made here'
    case 'demo':
      return 'demo'
  }
}

/** Where a key came from, with the server's name or the file's. */
export function sourceText(source: KeySource): string {
  switch (source.kind) {
    case 'file':
    case 'commandLine':
      return `${sourceWord(source)} ${source.path.split(/[\\/]/).at(-1) ?? source.path}`
    case 'keyserver':
      return source.url.replace(/^[a-z]+:\/\//, '').replace(/\/+$/, '')
    case 'paste':
    case 'gnupg':
    case 'generated':
    case 'demo':
      return sourceWord(source)
  }
}

/** Why a key was revoked, with the day. */
export function revocationText(revocation: KeyRevocation): string {
  const on = `on ${formatDate(revocation.at)}`
  switch (revocation.reason) {
    case 'compromised':
      return `revoked as compromised ${on}`
    case 'superseded':
      return `replaced by another key ${on}`
    case 'retired':
      return `retired ${on}`
    case 'none':
      return `revoked without a reason ${on}`
  }
}

const algorithmNames: Readonly<Record<string, string>> = {
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  nistp256: 'NIST P-256',
  nistp384: 'NIST P-384',
  nistp521: 'NIST P-521',
  brainpoolp256r1: 'Brainpool P-256',
  brainpoolp384r1: 'Brainpool P-384',
  brainpoolp512r1: 'Brainpool P-512',
  secp256k1: 'secp256k1',
}

/** `Ed25519`, `RSA 4096`, `DSA 1024`. */
export function algorithmName(algorithm: string): string {
  const known = Object.hasOwn(algorithmNames, algorithm.toLowerCase())
    ? algorithmNames[algorithm.toLowerCase()]
    : undefined
  if (known !== undefined) return known
  const sized = /^(rsa|dsa|elgamal)-?(\d+)$/i.exec(algorithm)
  return sized === null ? algorithm : `${sized[1]?.toUpperCase()} ${sized[2]}`
}
