/**
 * A build while it runs: its steps, its log and its record, told to whoever listens at most ten times a second.
 * It knows nothing of how anything is built.
 */
import type { BuildRecord } from '../../../../src-shared/model/build.ts'
import type { BuildStep, LogLineKind, StepKey } from '../../../../src-shared/model/build-log.ts'
import type { EngineContext } from '../../platform/context.ts'
import { createLogFile } from './log-file.ts'
import { cleanLine } from './log-format.ts'
import type { RecordStore } from './record-store.ts'

export interface StepPlan {
  readonly key: StepKey
  readonly stage?: string | null
  readonly detail?: string
}

/** What a builder says while it builds. */
export interface BuildLogWriter {
  /** Steps that will come, to be shown before they do; those of an earlier plan that did not begin are dropped. */
  plan(steps: readonly StepPlan[]): void
  /** Ends the step before and begins the next: a planned one of that key, or a new one. The same again goes on. */
  step(key: StepKey, about?: Omit<StepPlan, 'key'>): void
  /** Says more about the step that runs. */
  detail(text: string): void
  /** One line, as it was printed; it is made fit to be shown. @returns its number */
  line(kind: LogLineKind, text: string): number
  /** The command that went wrong; the first one counts. */
  failedAt(command: { readonly text: string; readonly line: number }): void
  /** Resolves when more lines can be taken. */
  ready(): Promise<void>
}

export interface LiveBuild {
  readonly log: BuildLogWriter
  record(): BuildRecord
  change(changes: Partial<BuildRecord>): void
  /** Ends the steps and the log, and tells the last state at once. */
  end(changes: Partial<BuildRecord>): Promise<void>
}

const tellEveryMs = 100
const saveEveryMs = 1000

/**
 * @param begun the record as it was added
 * @param linesBefore of its log, from an earlier run
 */
export function createLiveBuild(
  { events, clock }: Pick<EngineContext, 'events' | 'clock'>,
  store: RecordStore,
  begun: BuildRecord,
  logFolder: string,
  linesBefore = 0,
): LiveBuild {
  let record = begun
  let written = 0
  let told = 0
  let timer: NodeJS.Timeout | null = null
  let savedAtMs = 0
  let hasChanged = false

  const tell = (): void => {
    timer = null
    if (hasChanged) {
      hasChanged = false
      const nowMs = clock().getTime()
      if (nowMs - savedAtMs >= saveEveryMs) {
        savedAtMs = nowMs
        store.save(record)
      }
      events.emit('build.changed', record)
    }
    if (written > told) {
      told = written
      events.emit('build.logged', { id: record.id, total: written })
    }
  }
  const soon = (): void => {
    timer ??= setTimeout(tell, tellEveryMs)
  }
  const set = (changes: Partial<BuildRecord>): void => {
    record = { ...record, ...changes }
    hasChanged = true
    soon()
  }
  const file = createLogFile(logFolder, linesBefore, (lines) => {
    written = lines
    soon()
  })

  const now = (): string => clock().toISOString()
  const running = (): BuildStep | undefined => record.steps.find(({ state }) => state === 'running')
  const replace = (id: number, changes: Partial<BuildStep>): readonly BuildStep[] =>
    record.steps.map((step) => (step.id === id ? { ...step, ...changes } : step))
  const freshId = (): number => record.steps.reduce((most, { id }) => Math.max(most, id), 0) + 1

  const planned = ({ key, stage = null, detail = '' }: StepPlan, id: number): BuildStep => ({
    ...{ id, key, stage, detail, state: 'waiting', startedAt: null, finishedAt: null },
    ...{ firstLine: 0, lineCount: 0, notices: 0 },
  })

  const endRunning = (state: 'done' | 'failed'): void => {
    const step = running()
    if (step !== undefined) set({ steps: replace(step.id, { state, finishedAt: now() }) })
  }

  const log: BuildLogWriter = {
    plan(steps) {
      const kept = record.steps.filter(({ state }) => state !== 'waiting')
      const next = record.steps.reduce((most, { id }) => Math.max(most, id), 0) + 1
      set({ steps: [...kept, ...steps.map((step, place) => planned(step, next + place))] })
    },
    step(key, { stage = null, detail } = {}) {
      const current = running()
      if (current?.key === key && current.stage === stage) {
        if (detail !== undefined && detail !== current.detail) set({ steps: replace(current.id, { detail }) })
        return
      }
      endRunning('done')
      const isIt = (step: BuildStep): boolean => step.state === 'waiting' && step.key === key && step.stage === stage
      const place = record.steps.findIndex(isIt)
      const begin = { state: 'running' as const, startedAt: now(), ...(detail === undefined ? {} : { detail }) }
      const waiting = record.steps[place]
      if (waiting !== undefined) {
        // Those that were planned before it did not happen.
        const passed = record.steps.filter((step, at) => step.state !== 'waiting' || at >= place)
        set({ steps: passed.map((step) => (step.id === waiting.id ? { ...step, ...begin } : step)) })
        return
      }
      const done = record.steps.filter(({ state }) => state !== 'waiting')
      const later = record.steps.filter(({ state }) => state === 'waiting')
      set({ steps: [...done, { ...planned({ key, stage }, freshId()), ...begin }, ...later] })
    },
    detail(detail) {
      const step = running()
      if (step !== undefined && step.detail !== detail) set({ steps: replace(step.id, { detail }) })
    },
    line(kind, raw) {
      const step = running()
      const line = file.append({ at: now(), kind, step: step?.id ?? 0, text: cleanLine(raw) })
      const isNotice = kind === 'warning' || kind === 'error'
      if (step === undefined) set({ logLines: line })
      else {
        const firstLine = step.firstLine === 0 ? line : step.firstLine
        const notices = step.notices + (isNotice ? 1 : 0)
        set({ logLines: line, steps: replace(step.id, { firstLine, lineCount: line - firstLine + 1, notices }) })
      }
      return line
    },
    failedAt(command) {
      if (record.failedCommand === null) set({ failedCommand: { text: cleanLine(command.text), line: command.line } })
    },
    ready: () => file.ready(),
  }

  return {
    log,
    record: () => record,
    change: set,
    async end(changes) {
      endRunning(changes.state === 'done' || changes.state === 'detached' ? 'done' : 'failed')
      await file.close()
      record = { ...record, ...changes }
      store.save(record)
      hasChanged = true
      savedAtMs = clock().getTime()
      if (timer !== null) clearTimeout(timer)
      tell()
    },
  }
}
