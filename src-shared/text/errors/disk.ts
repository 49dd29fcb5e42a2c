import type { ErrorText } from './entry.ts'

/** What can keep space from being counted or freed. */
export const diskErrors = {
  DISK_NO_CACHE: {
    area: 'disk',
    kind: 'notFound',
    message: 'There is no cache of SingularityCE or Apptainer in {path}.',
    hint: 'Name the folder called cache, the folder it is in, or the home folder of a user.',
  },
  DISK_MOVE_SAME: {
    area: 'disk',
    kind: 'wrongUsage',
    message: '{path} is the image folder already.',
    hint: 'Choose another folder.',
  },
  DISK_MOVE_INSIDE: {
    area: 'disk',
    kind: 'wrongUsage',
    message: '{path} is inside {folder}, so the images cannot be moved there.',
    hint: 'Choose a folder beside it.',
  },
  DISK_MOVE_NOT_A_FOLDER: {
    area: 'disk',
    kind: 'wrongUsage',
    message: '{path} is not a folder.',
    hint: 'Choose a folder, or a new name in one.',
  },
  DISK_MOVE_NOT_WRITABLE: {
    area: 'disk',
    kind: 'notPermitted',
    message: 'You may not write to {path}.',
    hint: 'Choose another folder, or ask who looks after this computer.',
  },
  DISK_NOT_A_FILE: {
    area: 'disk',
    kind: 'unsupported',
    message: '{path} is not an ordinary file, so it was not moved.',
    hint: 'Move it by hand, and add it again.',
  },
  DISK_COPY_DIFFERS: {
    area: 'disk',
    kind: 'malformed',
    message: 'What was written to {path} reads back differently, so the original was kept.',
    hint: 'The disk may be failing. Check it before you use it.',
  },
  DISK_PLAN_GONE: {
    area: 'disk',
    kind: 'notFound',
    message: 'That preview is not known any more, so nothing was deleted.',
    hint: 'Count again and look at the new preview.',
  },
} as const satisfies Record<string, ErrorText>
