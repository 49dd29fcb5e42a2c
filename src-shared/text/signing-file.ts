/** Sentences about signing with a private key that lies in a file. */
export const signingFileText = {
  choice: 'A private key in a file (PEM)',
  choiceNote: 'Read for this signature and not kept',
  subtitle: 'Says that the holder of this key vouches for these bytes. The image does not tell who that is.',
  path: 'Key file',
  pathPlaceholder: '/home/you/signing-key.pem',
  looking: 'Looking at the file…',
  notAbsolute: 'Give the whole path of the file.',
  passphrase: 'Passphrase of this file',
  lockedFile: 'The file is encrypted: what key it holds is known once it is opened to sign.',
  holds: (algorithm: string) => `Holds a key of the kind ${algorithm}`,
  what: 'Makes a DSSE envelope by this key. It names nobody: whoever has the public key can verify it, and nobody without it.',
  signer: 'This key',
  undecided: 'for you, until you keep its public key here and decide about it.',
  decided: 'for you, because you keep its public key and decided about it.',

  signedTitle: (name: string) => `${name} is signed`,
  signedSubtitle: 'The signature names nobody. Hand the public key on, so that others can verify it.',
  publicKey: 'Public key',
  copyPublicKey: 'Copy the public key',
  savePublicKey: 'Save the public key…',
  savedPublicKey: (path: string) => `Saved as ${path}`,
  handedOver: 'Handed to your browser as a download',
  keep: 'Keep it here',
  keepText:
    'Kept here, the public key verifies this signature on this computer. Keeping it is no decision about it; you can forget it again.',
  isKept: 'The public key is kept here: signatures by this key can be verified on this computer.',
} as const
