import type { ErrorText } from './entry.ts'

/** What can go wrong with definitions in git repositories. */
export const buildLinkErrors = {
  LINK_NOT_FOUND: {
    area: 'build',
    kind: 'notFound',
    message: 'There is no linked definition {id} any more.',
  },
  LINK_REPOSITORY: {
    area: 'build',
    kind: 'wrongUsage',
    message: '{repository} is no repository that can be linked.',
    hint: 'Give the whole path of a folder, or an address that begins with https:// or ssh://.',
  },
  LINK_SECRET_IN_ADDRESS: {
    area: 'build',
    kind: 'wrongUsage',
    message: 'The address of the repository holds a password or token, which would be kept.',
    hint: 'Leave it out and let git keep it, in its own credential store.',
  },
  LINK_BRANCH: {
    area: 'build',
    kind: 'wrongUsage',
    message: '{branch} is no name of a branch.',
  },
  LINK_DEFINITION_PATH: {
    area: 'build',
    kind: 'wrongUsage',
    message: '{path} does not lead to a file inside the repository.',
    hint: 'Give the path as it is below the root of the repository.',
  },
  LINK_TARGET: {
    area: 'build',
    kind: 'wrongUsage',
    message: '{target} is no reference that an image can have.',
    hint: 'Write it like library://entity/collection/container:tag.',
  },
  LINK_GIT_MISSING: {
    area: 'build',
    kind: 'unsupported',
    message: 'Git is not installed here.',
    hint: 'Install git, or open the definition as a file.',
  },
  LINK_GIT_FAILED: {
    area: 'build',
    kind: 'offline',
    message: 'Git could not read {repository}: {reason}',
    hint: 'Try the same in a terminal. Git must be able to do it without asking for a password.',
  },
  LINK_DEFINITION_MISSING: {
    area: 'build',
    kind: 'notFound',
    message: 'Commit {revision} has no file {path}.',
    hint: 'It may have been moved. Change the path of the link.',
  },
  LINK_NOT_CHECKED: {
    area: 'build',
    kind: 'wrongUsage',
    message: 'No commit is known of yet.',
    hint: 'Check for new commits first.',
  },
  LINK_LEADS_OUT: {
    area: 'build',
    kind: 'notPermitted',
    message: 'The commit would take files from elsewhere on this computer: {names}.',
    hint: 'A linked definition may only copy what is in its repository.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>
