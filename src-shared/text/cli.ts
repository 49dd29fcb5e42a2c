import { formatSize } from './format.ts'

/** Sentences of the terminal face. */
export const cliText = {
  error: (message: string) => `Error: ${message}`,
  usage: (usage: string) => `Usage: sif-desktop ${usage}`,
  seeGeneralHelp: 'See: sif-desktop --help',
  commandNeeded: 'A command is needed.',
  oneOf: (group: string, names: readonly string[]) => `${group} needs one of: ${names.join(', ')}`,
  about: 'See, trust, pull and look into Singularity and Apptainer images, without running them.',
  commandsTitle: 'Commands',
  optionsTitle: 'Options',
  moreHelp: 'More about a command: sif-desktop COMMAND --help',
  homeHint: 'SIF_DESKTOP_HOME moves all state (database, keys, settings, images) into one folder.',
  exitCodes:
    'Exit: 0 done (verify: verified, accepted or yours) · 1 failed · 2 wrong usage · 10 unknown signer · 11 not signed · ' +
    '12 changed · 13 rejected or revoked · 14 partly signed · 15 cannot check · 16 expired or superseded · 130 cancelled',
  unknownCommand: (name: string) => `There is no command ${name}.`,
  didYouMean: (name: string) => `Did you mean ${name}?`,
  pulled: (path: string) => `Pulled to ${path}`,
  limitOption: 'bytes a second at most, like 500k or 2M; 0 for no limit; as set in Settings by default',
  limitForms: '--limit takes bytes a second, like 500k, 2M or 0 for no limit',
  alreadyHere: 'These bytes were here already; nothing was downloaded.',
  added: (count: number) => (count === 1 ? 'Added 1 image.' : `Added ${count} images.`),
  removed: (count: number) => (count === 1 ? 'Removed 1 image.' : `Removed ${count} images.`),
  noImages: 'The library has no images yet. Add one: sif-desktop images add FILE',
  noResults: (query: string) => `Nothing was found for “${query}”.`,
  checked: (missing: number, modified: number) =>
    missing + modified === 0
      ? 'All images are there and unchanged.'
      : `${missing} missing, ${modified} changed on disk.`,
  demoReady: 'Demo services are running on this computer only. Stop them with Ctrl-C.',
  keyRemoved: 'The key was removed.',
  decided: (kind: string, fingerprint: string) => `Recorded: ${kind} ${fingerprint}`,
  undecided: (fingerprint: string) => `Decisions about ${fingerprint} were taken back.`,
  wholeImagesOnly: 'Folders and reports are about whole images, with the keys that are here',
  certificateNeeded: '--certificate-intermediates and --certificate-roots need --certificate',
  scopeForms: '--scope takes a namespace like library://acme/*, an image file, or its sha256:… digest',
  inspectDigest: 'also read the whole file for its SHA-256',
  inspectCompare: 'also hold what the image says of itself against its file system',
  hashed: (sizeBytes: number) => `Reading the file for its digest: ${formatSize(sizeBytes)}`,
  passphraseNeeded: '--passphrase-file is needed: a file with the passphrase of the key',
  optionNeeded: (name: string) => `--${name} is needed`,
  keyFromPipe: 'a key from a pipe can be read once only; for several images give --key-file a file',
  oneKeyOnly: '--key and --key-file exclude each other',
  groupOrObject: '--group and --object exclude each other',
  notAFingerprint: (text: string) => `${text} is not a full fingerprint (40 or 64 hex digits)`,
  noOwnKey: 'there is no key of your own to sign with; make one with key newpair, or give --key-file',
  severalOwnKeys: 'you have several keys of your own; name one with --key',
  noGnupgKey: 'GnuPG has no secret key that can sign',
  severalGnupgKeys: (fingerprints: readonly string[]) =>
    `GnuPG has several keys that can sign; name one with --key: ${fingerprints.join(', ')}`,
  signed: (objectId: number, groupId: number, covers: readonly number[]) =>
    `Signed: object ${objectId} covers ${covers.length === 1 ? 'object' : 'objects'} ${covers.join(', ')} of group ${groupId}`,
  signedWith: (fingerprint: string) => `with ${fingerprint}`,
  keyMade: (fingerprint: string, algorithm: string) => `Made ${fingerprint}  ${algorithm}`,
  keyEnd: (at: string | null) => (at === null ? 'It has no end.' : `It is in force until ${at.slice(0, 10)}.`),
  revocationKept: (path: string) => `Whoever has this file can revoke the key: ${path}`,
  backupAdvice: (fingerprint: string) =>
    `Keep a copy elsewhere: sif-desktop key export ${fingerprint} --secret FILE. Nothing was published.`,
  keyRevoked: (fingerprint: string, reason: string) => `Revoked ${fingerprint} (${reason})`,
  publishAdvice: (fingerprint: string) => `Others learn of it when you publish it: sif-desktop key push ${fingerprint}`,
  fileOrProgram: 'give a file, - for standard input, or --from and the name of a program',
  secretOffered: (fingerprint: string, protection: string) =>
    protection === 'unusable'
      ? `The secret half of ${fingerprint} is kept elsewhere, on a card say, and not in there.`
      : `The secret half of ${fingerprint} is in there${protection === 'whole' ? '' : ', not all of it protected'}; --passphrase-file makes it your own key here, protected whole.`,
  unverifiableNow: (path: string) => `Without the key its signature can no longer be checked: ${path}`,
  backupRestores: (fingerprint: string, parts: number) =>
    `This backup brings ${fingerprint} back: ${parts} secret ${parts === 1 ? 'part' : 'parts'}, opened and compared.`,
  secretRemoved: (fingerprint: string) => `The secret half of ${fingerprint} was deleted; its public key stays.`,
  published: (fingerprint: string, server: string) => `Sent ${fingerprint} to ${server}`,
  noKeys: 'There are no keys yet. Import some: sif-desktop key import FILE',
} as const
