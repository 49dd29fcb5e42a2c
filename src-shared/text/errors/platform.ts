import type { ErrorText } from './entry.ts'

/** Where an error does not say which file it is about, at the beginning of a sentence. */
export const unnamedFile = 'A file'

/** Errors of the ground everything stands on: files, database, network, processes, calls. */
export const platformErrors = {
  INTERNAL: {
    area: 'platform',
    kind: 'internal',
    message: 'Something went wrong inside SIF Desktop.',
    hint: 'Try again. If it happens again, copy the detail into a report.',
  },
  CALL_UNKNOWN: { area: 'platform', kind: 'wrongUsage', message: 'There is no call named {call}.' },
  CALL_MALFORMED: {
    area: 'platform',
    kind: 'wrongUsage',
    message: 'The call {call} was made with values it cannot take.',
    hint: 'Something that was given is empty, too long, or not of the form it must have.',
  },
  ENGINE_GONE: {
    area: 'platform',
    kind: 'internal',
    message: 'The engine stopped unexpectedly.',
    hint: 'It is being started again; work that was under way continues or is marked as interrupted.',
  },
  CANCELLED: { area: 'platform', kind: 'cancelled', message: 'Cancelled.' },
  OFFLINE: {
    area: 'platform',
    kind: 'offline',
    message: '{host} could not be reached.',
    hint: 'Check the network connection, then try again.',
  },
  FILE_NOT_FOUND: { area: 'platform', kind: 'notFound', message: '{path} does not exist.', hint: 'Check the path.' },
  FILE_NOT_PERMITTED: {
    area: 'platform',
    kind: 'notPermitted',
    message: '{path} may not be read or written by you.',
    hint: 'Check the permissions of the file and of its folder.',
  },
  FILE_EXISTS: {
    area: 'platform',
    kind: 'conflict',
    message: '{path} exists already.',
    hint: 'Choose another name, or say that it may be replaced.',
  },
  FILE_IS_DIRECTORY: {
    area: 'platform',
    kind: 'wrongUsage',
    message: '{path} is a folder, not a file.',
    hint: 'Name the file itself.',
  },
  FILE_NOT_ORDINARY: {
    area: 'platform',
    kind: 'wrongUsage',
    message: '{path} is not an ordinary file.',
    hint: 'Pipes, sockets and devices cannot be read here.',
  },
  FILE_TOO_LARGE: {
    area: 'platform',
    kind: 'wrongUsage',
    message: '{path} has more than {limit} and cannot be what is expected here.',
    hint: 'Check whether it is the right file.',
  },
  FILE_PATH_NOT_FOLDER: {
    area: 'platform',
    kind: 'notFound',
    message: '{path} does not exist: something on the way to it is no folder.',
    hint: 'Check the path.',
  },
  FILE_PATH_LOOPS: {
    area: 'platform',
    kind: 'wrongUsage',
    message: '{path} leads in a circle of links.',
    hint: 'Name the file itself, or mend the link.',
  },
  FILE_PATH_TOO_LONG: {
    area: 'platform',
    kind: 'wrongUsage',
    message: '{path} is longer than a path can be.',
    hint: 'Check the path.',
  },
  FILE_CHANGED_UNDERNEATH: {
    area: 'platform',
    kind: 'changedUnderneath',
    message: '{path} changed while it was being read.',
    hint: 'Try again when nothing writes to the file any more.',
  },
  OUT_OF_SPACE: {
    area: 'platform',
    kind: 'outOfSpace',
    message: 'There is not enough space in {path}.',
    hint: 'Free some space or choose another folder.',
  },
  DATABASE_NEWER: {
    area: 'platform',
    kind: 'unsupported',
    message: 'The database in {path} was written by a newer SIF Desktop.',
    hint: 'Update this SIF Desktop, or use another folder for its data.',
  },
  DATABASE_DAMAGED: {
    area: 'platform',
    kind: 'malformed',
    message: 'The database in {path} is damaged.',
    hint: 'A copy from before the last upgrade lies beside it, if there was one. Images and keys on disk are not touched.',
  },
} as const satisfies Record<string, ErrorText>
