/** Checking folders and many files in the terminal: one job of the engine, its report, and what differs from before. */
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Verdict, Verification } from '../../src-shared/model/verification.ts'
import { isDifferent, type ReportFile, summarizeReport } from '../../src-shared/model/verify-report.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { printable } from '../../src-shared/text/printable.ts'
import {
  beforeWords,
  foundWords,
  reportJson,
  reportNote,
  reportPage,
  reportText,
  worstFirst,
} from '../../src-shared/text/report.ts'
import { verdictTable } from '../../src-shared/text/verdicts/index.ts'
import type { CommandInput } from './command.ts'
import { runCall, runJob } from './run-call.ts'

export interface ManyAnswer {
  readonly verdicts: readonly Verdict[]
  readonly failed: number
}

/**
 * Checks files and all images of folders, prints what was found, and writes the report where asked to.
 * @param reportFile `.json` for scripts, any other name for a page that prints well; null for none
 * @throws AppFailure CLI_NO_IMAGES; that of the job
 */
export async function verifyMany(
  input: CommandInput,
  paths: readonly string[],
  options: { readonly lookUpKeys: boolean; readonly reportFile: string | null },
): Promise<ManyAnswer> {
  const { output, signal } = input
  const engine = await input.engine()
  let reportId = ''
  const start = async () => {
    const started = await runCall(
      engine,
      'signatures.verifyMany',
      { paths: [...paths], lookUpKeys: options.lookUpKeys },
      signal,
    )
    reportId = started.reportId
    return started
  }
  await runJob(input, engine, start, { quietEvents: true })
  const report = await runCall(engine, 'signatures.report', { id: reportId }, signal)
  if (report === null || report.files.length === 0) throw failure('CLI_NO_IMAGES', { path: paths.join(', ') })
  if (options.reportFile !== null) {
    const isJson = extname(options.reportFile).toLowerCase() === '.json'
    await writeFile(options.reportFile, isJson ? reportJson(report) : reportPage(report))
  }
  const files = worstFirst(report.files)
  if (output.json) {
    const documents: unknown[] = []
    for (const file of files) {
      const last = await runCall(engine, 'signatures.last', { path: file.path }, signal).catch(() => null)
      documents.push(documentOf(file, last))
    }
    output.document(documents)
  }
  for (const file of files) for (const line of linesOf(file)) output.line(line)
  const { done, failed } = summarizeReport(report)
  output.line('')
  output.line(`${reportText.title(done, failed)}. ${reportNote(report)}`)
  const verdicts = report.files.flatMap(({ outcome }) => (outcome.kind === 'checked' ? [outcome.verdict] : []))
  return { verdicts, failed }
}

function documentOf(file: ReportFile, last: Verification | null): unknown {
  const { path, before, outcome } = file
  switch (outcome.kind) {
    case 'checked':
      // A file that was changed in the meantime has no verification any more; the report still says what was found.
      return last === null
        ? { file: path, verdict: outcome.verdict, sentence: outcome.sentence, before }
        : { ...last, before }
    case 'failed':
      return { file: path, error: { code: outcome.code, message: outcome.message }, before }
    case 'waiting':
      return { file: path, verdict: null, before }
  }
}

function* linesOf(file: ReportFile): Generator<string> {
  const { outcome } = file
  const word = outcome.kind === 'checked' ? verdictTable[outcome.verdict].word : reportText.failed
  yield `${word}: ${printable(file.path)}`
  yield `  ${printable(foundWords(file))}`
  if (isDifferent(file)) yield `  ${reportText.columns[3]}: ${beforeWords(file)}`
}
