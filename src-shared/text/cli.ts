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
  certificateNeeded: '--certificate-intermediates and --certificate-roots need --certificate',
  scopeForms: '--scope takes a namespace like library://acme/*, an image file, or its sha256:… digest',
  hashed: (sizeBytes: number) => `Reading the file for its digest: ${formatSize(sizeBytes)}`,
  noKeys: 'There are no keys yet. Import some: sif-desktop key import FILE',
} as const
