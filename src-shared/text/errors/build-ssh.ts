import type { ErrorText } from './entry.ts'

/** Errors of building with a program on another computer, over ssh. */
export const buildSshErrors = {
  BUILD_SSH_MISSING: {
    area: 'build',
    kind: 'notFound',
    message: 'There is no ssh on the search path.',
    hint: 'Install the OpenSSH client.',
  },
  BUILD_SSH_OFFLINE: {
    area: 'build',
    kind: 'offline',
    message: '{host} was not asked, because the network is switched off.',
    hint: 'Switch it on in Settings, Network.',
  },
  BUILD_SSH_HOST_KEY: {
    area: 'build',
    kind: 'notPermitted',
    message: 'The key of {host} is not known to ssh, or has changed.',
    hint: 'Run ssh {host} in a terminal once, and compare the key with what the administrator says.',
  },
  BUILD_SSH_LOGIN: {
    area: 'build',
    kind: 'notPermitted',
    message: '{host} wants a password, or does not accept your key.',
    hint: 'Nobody can type one here. Load your key into the ssh agent, or have it entered there.',
  },
  BUILD_SSH_UNREACHABLE: {
    area: 'build',
    kind: 'offline',
    message: '{host} cannot be reached over ssh: {reason}',
    hint: 'Try ssh {host} in a terminal.',
  },
  BUILD_HOST_NOT_SET: {
    area: 'build',
    kind: 'notFound',
    message: '{host} is none of your build hosts.',
    hint: 'Add it in the settings, under Build hosts; nothing is asked of other computers.',
  },
  BUILD_SSH_NO_PROGRAM: {
    area: 'build',
    kind: 'notFound',
    message: '{host} has no apptainer or singularity on its search path.',
    hint: 'It must be found by commands that ssh runs there, which often know fewer folders than a terminal.',
  },
  BUILD_SSH_LOST: {
    area: 'build',
    kind: 'offline',
    message: 'The connection to {host} was lost: {reason}',
    hint: 'The build was ended there. Nothing half made was left here. Build it again.',
  },
  BUILD_SSH_REFUSED: {
    area: 'build',
    kind: 'internal',
    message: '{host} could not do its part: {reason}',
    hint: 'It needs sh, tar and setsid, and room in its temporary folder.',
  },
  BUILD_SSH_INCOMPLETE: {
    area: 'build',
    kind: 'offline',
    message: 'The image came from {host} with {received} of {expected} bytes.',
    hint: 'Nothing half made was left here. Build it again.',
  },
  BUILD_SSH_PLACE: {
    area: 'build',
    kind: 'unsupported',
    message: 'The section %files names {source}, which is no path below or beside the folder of the definition.',
    hint: 'On another computer only relative paths without variables can be found.',
  },
} as const satisfies Record<string, ErrorText>
