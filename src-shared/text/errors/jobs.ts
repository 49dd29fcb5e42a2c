import type { ErrorText } from './entry.ts'

export const jobsErrors = {
  JOB_NOT_FOUND: { area: 'jobs', kind: 'notFound', message: 'There is no job {id}.' },
  JOB_NOT_PAUSABLE: { area: 'jobs', kind: 'unsupported', message: 'This job cannot be paused.' },
  JOB_INTERRUPTED: {
    area: 'jobs',
    kind: 'internal',
    message: 'The engine stopped while this was under way.',
    hint: 'Start it again; what was already done is kept where that is possible.',
  },
} as const satisfies Record<string, ErrorText>
