/** The log of a build, as it is read: lines, and the steps that they belong to. */

/** What a step does; text in src-shared/text/builders.ts. */
export const stepKeys = [
  'queue',
  'upload',
  'remote',
  'pre',
  'base',
  'verifyBase',
  'unpack',
  'configure',
  'setup',
  'files',
  'post',
  'metadata',
  'test',
  'pack',
  'write',
  'download',
  'check',
  'other',
] as const
export type StepKey = (typeof stepKeys)[number]

export interface BuildStep {
  /** Counts from 1 within the build; lines name it. */
  readonly id: number
  readonly key: StepKey
  /** The stage of the definition, where there are several. */
  readonly stage: string | null
  /** What exactly, like the reference of the base; empty where there is nothing to add. */
  readonly detail: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** 0 while it has no lines. */
  readonly firstLine: number
  readonly lineCount: number
  /** Warnings and errors among its lines. */
  readonly notices: number
}

export type LogLineKind = 'output' | 'command' | 'warning' | 'error' | 'info'

export interface LogLine {
  /** Counts from 1 within the build; lines that were left out have their numbers. */
  readonly line: number
  /** ISO 8601, UTC. */
  readonly at: string
  readonly kind: LogLineKind
  /** The id of its step; 0 before the first. */
  readonly step: number
  /** No control characters, at most 10,000 characters. */
  readonly text: string
}
