import type { ErrorText } from './entry.ts'

export const remotesErrors = {
  REMOTE_NOT_FOUND: {
    area: 'remotes',
    kind: 'notFound',
    message: 'There is no remote named {name}.',
    hint: 'Known are {known}.',
  },
  REMOTE_NONE: {
    area: 'remotes',
    kind: 'notFound',
    message: 'No remote is in use, so short names mean nothing.',
    hint: 'Write where the image is, like docker://alpine, or choose a remote under Settings, Accounts.',
  },
  REMOTE_FILE_MALFORMED: {
    area: 'remotes',
    kind: 'malformed',
    message: '{path} is not a list of remotes as the command lines write it.',
    hint: 'It was left as it is. Look at it with a text editor; the command lines will not read it either.',
  },
  REMOTE_IS_SYSTEMS: {
    area: 'remotes',
    kind: 'notPermitted',
    message: '{name} is set up for everybody on this computer, so the command lines would undo a change to it.',
    hint: 'Ask who administrates this computer, or add a remote of your own under another name.',
  },
  REMOTE_EXISTS: {
    area: 'remotes',
    kind: 'conflict',
    message: 'There is a remote named {name} already.',
    hint: 'Choose another name, or remove that one first.',
  },
  REMOTE_NAME_MALFORMED: {
    area: 'remotes',
    kind: 'wrongUsage',
    message: '“{name}” cannot be the name of a remote.',
    hint: 'Use letters, digits, spaces, dots, dashes and underscores.',
  },
  REMOTE_ADDRESS_MALFORMED: {
    area: 'remotes',
    kind: 'wrongUsage',
    message: '“{uri}” is not the address of a remote.',
    hint: 'Write it like cloud.sylabs.io or https://hub.example.org/scs.',
  },
  REMOTE_NEEDS_INSECURE: {
    area: 'remotes',
    kind: 'notPermitted',
    message: '{host} would be reached without encryption.',
    hint: 'Use https, or mark the remote as insecure if you know that network.',
  },
  REMOTE_NOT_A_REMOTE: {
    area: 'remotes',
    kind: 'malformed',
    message: '{host} does not say which services it has.',
    hint: 'Check the address. It is the one of the web pages, not of the library itself.',
  },
  SERVICE_NOT_OFFERED: {
    area: 'remotes',
    kind: 'notFound',
    message: 'The remote {remote} has no {service}.',
    hint: 'Choose another remote.',
  },
  TOKEN_MALFORMED: {
    area: 'remotes',
    kind: 'malformed',
    message: 'This is not an access token.',
    hint: 'Paste the token alone, in one line, as the token page shows it.',
  },
  TOKEN_ENDED: {
    area: 'remotes',
    kind: 'notPermitted',
    message: 'This access token ended on {endedAt}.',
    hint: 'Make a new one on the token page.',
  },
  TOKEN_NOT_ACCEPTED: {
    area: 'remotes',
    kind: 'notPermitted',
    message: '{host} does not accept this access token.',
    hint: 'It may have expired, or belong to another server. Make a new one on its token page.',
  },
} as const satisfies Record<string, ErrorText>
