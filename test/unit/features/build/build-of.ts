/** Builds for tests: whole records of which a test names what matters. */
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import { buildStartSchema } from '../../../../src-shared/contract/build.ts'
import type { BuildStep, LogLine } from '../../../../src-shared/model/build-log.ts'

export function stepOf(id: number, more: Partial<BuildStep> = {}): BuildStep {
  return {
    id,
    key: 'post',
    stage: null,
    detail: '',
    state: 'done',
    startedAt: '2026-11-25T10:00:00.000Z',
    finishedAt: '2026-11-25T10:00:04.200Z',
    firstLine: 0,
    lineCount: 0,
    notices: 0,
    ...more,
  }
}

const params = buildStartSchema.parse({
  output: '/images/tool.sif',
  from: { kind: 'definition', text: 'Bootstrap: scratch\n', name: 'tool.def', folder: '/defs' },
})

export function buildOf(more: Partial<BuildDetail> = {}): BuildDetail {
  return {
    id: 'one',
    jobId: null,
    name: 'tool.def',
    builder: { id: 'here', label: 'here' },
    output: '/images/tool.sif',
    architecture: 'amd64',
    state: 'done',
    startedAt: '2026-11-25T10:00:00.000Z',
    finishedAt: '2026-11-25T10:01:12.000Z',
    steps: [],
    failedCommand: null,
    error: null,
    result: null,
    logLines: 0,
    commit: null,
    definitionId: null,
    text: 'Bootstrap: scratch\n',
    folder: '/defs',
    arguments: {},
    params,
    ...more,
  }
}

export const lineOf = (line: number): LogLine => ({
  line,
  at: '2026-11-25T10:00:00.000Z',
  kind: 'output',
  step: 1,
  text: `line ${line}`,
})
