/** Reports in the database: what was said of each file on a day. It checks nothing itself. */
import type { Verdict } from '../../../../src-shared/model/verification.ts'
import type { ReportFile, ReportOutcome, VerifyReport } from '../../../../src-shared/model/verify-report.ts'
import type { Database } from '../../platform/database.ts'

export interface ReportStore {
  begin(report: {
    readonly id: string
    readonly startedAt: string
    readonly askedKeyservers: boolean
    readonly files: readonly Pick<ReportFile, 'path' | 'before'>[]
  }): void
  setJob(id: string, jobId: string): void
  /** Places and paths that have no outcome yet, in order. */
  waiting(id: string): readonly { readonly place: number; readonly path: string }[]
  put(id: string, place: number, outcome: ReportOutcome): void
  end(id: string, finishedAt: string, wasStopped: boolean): void
  /** @param id left out: the newest */
  get(id?: string): VerifyReport | null
  /** What the newest report in which a file was checked said of it. */
  lastSaid(path: string): { readonly verdict: Verdict; readonly at: string } | null
}

/** Older ones are dropped. */
const mostReports = 50

interface ReportRow {
  readonly id: string
  readonly started_at: string
  readonly finished_at: string | null
  readonly was_stopped: number
  readonly asked_keyservers: number
  readonly job_id: string | null
}

interface FileRow {
  readonly path: string
  readonly before_verdict: Verdict | null
  readonly before_at: string | null
  readonly size_bytes: number | null
  readonly verdict: Verdict | null
  readonly sentence: string | null
  readonly error_json: string | null
}

export function createReportStore(database: Database): ReportStore {
  const addReport = database.prepare<[string, string, number]>(
    'INSERT INTO reports (id, started_at, asked_keyservers) VALUES (?, ?, ?)',
  )
  const addFile = database.prepare<[string, number, string, string | null, string | null]>(
    'INSERT INTO report_files (report_id, place, path, before_verdict, before_at) VALUES (?, ?, ?, ?, ?)',
  )
  const dropFiles = database.prepare<[number]>(
    'DELETE FROM report_files WHERE report_id NOT IN (SELECT id FROM reports ORDER BY started_at DESC LIMIT ?)',
  )
  const dropReports = database.prepare<[number]>(
    'DELETE FROM reports WHERE id NOT IN (SELECT id FROM reports ORDER BY started_at DESC LIMIT ?)',
  )
  const putJob = database.prepare<[string, string]>('UPDATE reports SET job_id = ? WHERE id = ?')
  const open = database.prepare<[string], { place: number; path: string }>(
    'SELECT place, path FROM report_files WHERE report_id = ? AND verdict IS NULL AND error_json IS NULL ORDER BY place',
  )
  const putChecked = database.prepare<[number, string, string, string, number]>(
    'UPDATE report_files SET size_bytes = ?, verdict = ?, sentence = ?, error_json = NULL WHERE report_id = ? AND place = ?',
  )
  const putFailed = database.prepare<[string, string, number]>(
    'UPDATE report_files SET error_json = ? WHERE report_id = ? AND place = ?',
  )
  const putEnd = database.prepare<[string, number, string]>(
    'UPDATE reports SET finished_at = ?, was_stopped = ?, job_id = NULL WHERE id = ?',
  )
  const one = database.prepare<[string], ReportRow>('SELECT * FROM reports WHERE id = ?')
  const newest = database.prepare<[], ReportRow>('SELECT * FROM reports ORDER BY started_at DESC, rowid DESC LIMIT 1')
  const files = database.prepare<[string], FileRow>('SELECT * FROM report_files WHERE report_id = ? ORDER BY place')
  const said = database.prepare<[string], { verdict: Verdict; started_at: string }>(
    `SELECT verdict, started_at FROM report_files JOIN reports ON reports.id = report_id
     WHERE path = ? AND verdict IS NOT NULL ORDER BY started_at DESC LIMIT 1`,
  )

  return {
    begin: database.transaction(({ id, startedAt, askedKeyservers, files: list }) => {
      addReport.run(id, startedAt, askedKeyservers ? 1 : 0)
      for (const [place, { path, before }] of list.entries())
        addFile.run(id, place, path, before?.verdict ?? null, before?.at ?? null)
      dropFiles.run(mostReports)
      dropReports.run(mostReports)
    }),
    setJob: (id, jobId) => void putJob.run(jobId, id),
    waiting: (id) => open.all(id),
    put(id, place, outcome) {
      if (outcome.kind === 'checked') putChecked.run(outcome.sizeBytes, outcome.verdict, outcome.sentence, id, place)
      else if (outcome.kind === 'failed')
        putFailed.run(JSON.stringify({ code: outcome.code, message: outcome.message }), id, place)
    },
    end: (id, finishedAt, wasStopped) => void putEnd.run(finishedAt, wasStopped ? 1 : 0, id),
    get(id) {
      const row = id === undefined ? newest.get() : one.get(id)
      if (row === undefined) return null
      return {
        id: row.id,
        jobId: row.job_id,
        startedAt: row.started_at,
        finishedAt: row.finished_at,
        wasStopped: row.was_stopped === 1,
        askedKeyservers: row.asked_keyservers === 1,
        files: files.all(row.id).map(fileFrom),
      }
    },
    lastSaid(path) {
      const row = said.get(path)
      return row === undefined ? null : { verdict: row.verdict, at: row.started_at }
    },
  }
}

function fileFrom(row: FileRow): ReportFile {
  const { path, before_verdict: verdict, before_at: at } = row
  return { path, before: verdict === null || at === null ? null : { verdict, at }, outcome: outcomeFrom(row) }
}

function outcomeFrom({ verdict, sentence, size_bytes, error_json }: FileRow): ReportOutcome {
  if (verdict !== null) return { kind: 'checked', verdict, sentence: sentence ?? '', sizeBytes: size_bytes ?? 0 }
  if (error_json === null) return { kind: 'waiting' }
  const { code, message }: { readonly code: string; readonly message: string } = JSON.parse(error_json)
  return { kind: 'failed', code, message }
}
