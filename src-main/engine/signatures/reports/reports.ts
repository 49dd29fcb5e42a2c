/**
 * Checks many files in one job and keeps a report of it; notices files of the library that became others
 * since they were checked. It draws no verdict: each file is verified like any other.
 */
import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { reportCalls } from '../../../../src-shared/contract/signatures.ts'
import { isFinished } from '../../../../src-shared/model/job.ts'
import type { Verification } from '../../../../src-shared/model/verification.ts'
import type { FileStamp } from '../../../../src-shared/model/verification-facts.ts'
import type { ReportOutcome } from '../../../../src-shared/model/verify-report.ts'
import { reportText } from '../../../../src-shared/text/report.ts'
import { findImageFiles } from '../../images/scan.ts'
import type { CallContext, EngineContext, Handlers } from '../../platform/context.ts'
import { toAppError } from '../../platform/failures.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { sweepFolder } from '../../sif/sweep.ts'
import { createFactsStore } from '../facts-store.ts'
import { sameStamp, stampOf, wholeImage } from '../gather.ts'
import type { SignaturesService } from '../signatures.ts'
import { createReportStore } from './report-store.ts'

export interface ReportsNeeds {
  readonly verify: SignaturesService['verify']
  readonly latest: SignaturesService['latest']
  readonly library: {
    paths(): readonly string[]
    /** Enters a file anew whose content is another. */
    refresh(path: string): Promise<void>
  }
}

export interface ReportsService {
  readonly handlers: Handlers<keyof typeof reportCalls>
}

interface ManyJob {
  readonly reportId: string
  readonly lookUpKeys: boolean
}

/** Somebody may still be writing to a file that was touched a moment ago. */
const settledAfterMs = 2000

export function createReports(context: EngineContext, { verify, latest, library }: ReportsNeeds): ReportsService {
  const { database, events, jobs, clock } = context
  const store = createReportStore(database)
  const facts = createFactsStore(database)

  const checkOne = async (path: string, lookUpKeys: boolean, handle: JobHandle): Promise<ReportOutcome> => {
    try {
      const question = { path, scope: wholeImage, lookUpKeys, keyFiles: [] }
      const { verdict, sentence, stamp }: Verification = await verify(question, {
        signal: handle.signal,
        onProgress: (bytes) => handle.advance(bytes),
        onNotice: (text) => handle.log(text),
      })
      return { kind: 'checked', verdict, sentence, sizeBytes: stamp.sizeBytes }
    } catch (error) {
      const { code, message, kind } = toAppError(error)
      if (kind === 'cancelled' || handle.signal.aborted) throw error
      return { kind: 'failed', code, message }
    }
  }

  jobs.register<ManyJob>({
    kind: 'verifyMany',
    // What is done lies in the report; a pause or a crash goes on with the rest.
    canPause: true,
    resumable: true,
    maxRunning: 1,
    async run({ reportId, lookUpKeys }, handle) {
      const total = store.get(reportId)?.files.length ?? 0
      const waiting = store.waiting(reportId)
      let done = total - waiting.length
      handle.phase('verifying')
      try {
        for (const { place, path } of waiting) {
          handle.signal.throwIfAborted()
          store.put(reportId, place, await checkOne(path, lookUpKeys, handle))
          done += 1
          events.emit('signatures.reported', { id: reportId, done, total })
        }
      } catch (error) {
        if (handle.stopReason() === 'cancel' || handle.stopReason() === null) end(reportId, true)
        throw error
      }
      end(reportId, false)
      return { reportId }
    },
  })

  const end = (reportId: string, wasStopped: boolean): void => {
    store.end(reportId, clock().toISOString(), wasStopped)
    const files = store.get(reportId)?.files ?? []
    const done = files.filter(({ outcome }) => outcome.kind !== 'waiting').length
    events.emit('signatures.reported', { id: reportId, done, total: files.length })
  }

  const beforeOf = (path: string, stamp: FileStamp | null) => {
    const said = store.lastSaid(path)
    const last = stamp === null ? null : latest(path, stamp)
    return said ?? (last === null ? null : { verdict: last.verdict, at: last.checkedAt })
  }

  const filesOf = async (paths: readonly string[] | undefined, signal: AbortSignal): Promise<readonly string[]> => {
    if (paths === undefined) return library.paths()
    const found: string[] = []
    for await (const path of findImageFiles(paths, signal)) found.push(path)
    return found
  }

  /** Stamps of changed files that were already tried, so that one that is no image any more is not tried for ever. */
  const tried = new Map<string, FileStamp>()

  const isOther = async (path: string): Promise<boolean> => {
    const known = facts.stamp(path)
    if (known === null) return false
    const stamp = await stampOf(path).catch(() => null)
    if (stamp === null || sameStamp(known, stamp)) return false
    if (clock().getTime() - stamp.modifiedMs < settledAfterMs) return false
    const before = tried.get(path)
    if (before !== undefined && sameStamp(before, stamp)) return false
    tried.set(path, stamp)
    return true
  }

  const isUnderWay = async (jobId: string | null, call: CallContext): Promise<boolean> => {
    if (jobId === null) return false
    try {
      return !isFinished((await jobs.handlers['jobs.get']({ id: jobId }, call)).state)
    } catch {
      return false // The job was cleared away; what it found stays.
    }
  }

  return {
    handlers: {
      'signatures.verifyMany': async ({ paths, lookUpKeys }, { signal }) => {
        const files = await filesOf(paths, signal)
        const id = randomUUID()
        const listed = await Promise.all(
          files.map(async (path) => ({ path, before: beforeOf(path, facts.stamp(path)) })),
        )
        store.begin({ id, startedAt: clock().toISOString(), askedKeyservers: lookUpKeys, files: listed })
        const subject = files.length === 1 ? basename(files[0] ?? '') : reportText.images(files.length)
        const params: ManyJob = { reportId: id, lookUpKeys }
        const job = jobs.start('verifyMany', { subject, params })
        store.setJob(id, job.id)
        return { jobId: job.id, reportId: id }
      },
      'signatures.report': async ({ id }, call) => {
        const report = store.get(id)
        return report === null || (await isUnderWay(report.jobId, call)) ? report : { ...report, jobId: null }
      },
      'signatures.noticeChanges': async (_, { signal }) => {
        const changed: string[] = []
        const folders = new Set<string>()
        for (const path of library.paths()) {
          signal.throwIfAborted()
          folders.add(path.slice(0, -basename(path).length))
          if (await isOther(path)) changed.push(path)
        }
        for (const folder of folders) await sweepFolder(folder)
        for (const path of changed) {
          await library.refresh(path).catch(() => undefined) // No image any more: its check says so.
          jobs.start('verify', {
            subject: basename(path),
            from: path,
            params: { path, scope: wholeImage, lookUpKeys: false, keyFiles: [] },
          })
        }
        return { changed }
      },
    },
  }
}
