/** Sentences about keys: the list, import, search, and what is known of one key. */
import type { KeyImportPreview, KeyRevocation, KeySource } from '../model/key.ts'
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
  copyKey: 'Copy public key',
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
  importAction: (changes: number) => `Import ${formatNoun(changes, 'key')}`,
  effects: { new: 'New key', unchanged: 'You have it already', updated: 'Adds to a key you have' } satisfies Record<
    KeyImportPreview['changes'][number]['effect'],
    string
  >,
  skipped: 'Left out',
  fileTooLarge: 'That file is too large to be a key.',

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
    'Its signatures can then no longer be checked. Decisions you made about it stay, and count again when the key comes back.',
  removeAction: 'Remove the key',

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
