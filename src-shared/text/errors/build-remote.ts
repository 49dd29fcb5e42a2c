import type { ErrorText } from './entry.ts'

/** What can go wrong with a build at a remote service. `{host}` is the service's host and port. */
export const buildRemoteErrors = {
  BUILD_REMOTE_NO_TOKEN: {
    area: 'build',
    kind: 'notPermitted',
    message: '{remote} builds only for those who are logged in.',
    hint: 'Log in to {remote} with an access token.',
  },
  BUILD_REMOTE_REFUSED: {
    area: 'build',
    kind: 'notPermitted',
    message: '{host} did not take the build: {reason}.',
    hint: 'Nothing was built. If it is a problem of the service, try again later.',
  },
  BUILD_REMOTE_OPTION: {
    area: 'build',
    kind: 'unsupported',
    message: 'A remote builder knows nothing of {option}.',
    hint: 'Leave it out, or build with another builder.',
  },
  BUILD_REMOTE_LOCAL_BASE: {
    area: 'build',
    kind: 'unsupported',
    message: 'A remote builder cannot begin from an image on this computer ({agent}).',
    hint: 'Push the base to a library or a registry and begin from there, or build with another builder.',
  },
  BUILD_REMOTE_OUTPUT: {
    area: 'build',
    kind: 'wrongUsage',
    message: '{output} is no place that an image can be built to.',
    hint: 'Name a file, or with a remote builder a reference like library://entity/collection/container:tag.',
  },
  BUILD_UPLOAD_NOT_ACCEPTED: {
    area: 'build',
    kind: 'notPermitted',
    message: 'These files would leave this computer: {fileCount}, {sizeBytes} bytes. That is not what was agreed to.',
    hint: 'Look at the list again and agree to it; files may have changed since.',
  },
  BUILD_UPLOAD_SPECIAL: {
    area: 'build',
    kind: 'unsupported',
    message: '{path} is neither a file nor a directory, so it cannot be sent to a builder.',
    hint: 'Leave it out of %files.',
  },
  BUILD_UPLOAD_LOOP: {
    area: 'build',
    kind: 'malformed',
    message: '{path} leads back to a directory above it.',
    hint: 'Links are followed when files are sent to a builder. Leave that link out of %files.',
  },
  BUILD_UPLOAD_TOO_MANY: {
    area: 'build',
    kind: 'unsupported',
    message: 'The section %files names more than {most} files and directories, which is too much to be sent.',
    hint: 'Name what is needed, or put it into one archive.',
  },
  BUILD_CONTEXT_UNSUPPORTED: {
    area: 'build',
    kind: 'unsupported',
    message: '{host} takes no files, and this definition copies some from this computer.',
    hint: 'Let %post download them, or build with another builder. No file was sent.',
  },
  BUILD_CONTEXT_REFUSED: {
    area: 'build',
    kind: 'notPermitted',
    message: '{host} did not take the files of the build: {reason}.',
    hint: 'Nothing was built. If it is a problem of the service, try again later.',
  },
  BUILD_REMOTE_FAILED: {
    area: 'build',
    kind: 'malformed',
    message: '{host} could not build it: {reason}.',
    hint: 'The log shows where it stopped.',
  },
  BUILD_REMOTE_COMMAND_FAILED: {
    area: 'build',
    kind: 'malformed',
    message: 'The build at {host} stopped at “{command}”: {reason}.',
    hint: 'What the command said is above it in the log.',
  },
  BUILD_REMOTE_NOT_COMPLETE: {
    area: 'build',
    kind: 'offline',
    message: '{host} says no more about the build and does not say that it is over.',
    hint: 'It may still be going on there: come back to it later.',
  },
  BUILD_REMOTE_FORGOTTEN: {
    area: 'build',
    kind: 'notFound',
    message: '{host} knows nothing of this build any more.',
    hint: 'Build it again.',
  },
  BUILD_REMOTE_CHECKSUM: {
    area: 'build',
    kind: 'malformed',
    message: 'What {library} has is not what {host} says it built: the checksums differ.',
    hint: 'The image was not kept. Build it again, and tell who runs the service.',
  },
  BUILD_REMOTE_SIZE: {
    area: 'build',
    kind: 'malformed',
    message: 'What {library} has is not as large as what {host} says it built ({size} bytes).',
    hint: 'The image was not kept. Build it again, and tell who runs the service.',
  },
  BUILD_REMOTE_IMAGE_GONE: {
    area: 'build',
    kind: 'notFound',
    message: 'It was built, but {library} does not have {reference} for {architecture}.',
    hint: 'Images that are only for fetching are kept for a while. Build it again.',
  },
} as const satisfies Record<string, ErrorText>
