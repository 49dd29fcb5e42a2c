import type { ErrorText } from './entry.ts'

/** What can keep space from being counted or freed. */
export const diskErrors = {
  DISK_NO_CACHE: {
    area: 'disk',
    kind: 'notFound',
    message: 'There is no cache of SingularityCE or Apptainer in {path}.',
    hint: 'Name the folder called cache, the folder it is in, or the home folder of a user.',
  },
  DISK_PLAN_GONE: {
    area: 'disk',
    kind: 'notFound',
    message: 'That preview is not known any more, so nothing was deleted.',
    hint: 'Count again and look at the new preview.',
  },
} as const satisfies Record<string, ErrorText>
