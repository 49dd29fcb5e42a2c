/** Sentences of a report on many checked files, and its page for printing. */
import type { Verdict } from '../model/verification.ts'
import { isDifferent, type ReportFile, summarizeReport, type VerifyReport } from '../model/verify-report.ts'
import { formatClock, formatCount, formatDateTime, formatNoun, formatSize } from './format.ts'
import { printable } from './printable.ts'
import { verdictTable } from './verdicts/index.ts'

export const reportText = {
  images: (count: number) => formatNoun(count, 'image'),
  pageTitle: 'Checked images',
  title: (done: number, failed: number) =>
    failed === 0
      ? `${formatNoun(done, 'image')} checked`
      : `${formatNoun(done, 'image')} checked, ${formatCount(failed)} could not be read`,
  when: (from: string, to: string | null, size: string) => `${from}${to === null ? '' : ` to ${to}`} · ${size} read`,
  stopped: 'stopped before the end',
  asked: 'keyservers were asked for missing keys',
  notAsked: 'keyservers were not asked',
  differ: (count: number) => `${formatNoun(count, 'verdict')} ${count === 1 ? 'differs' : 'differ'} from before`,
  same: 'the same',
  new: 'not checked before',
  before: (word: string, when: string) => `${word} (${when})`,
  failed: 'Could not be read',
  columns: ['Verdict', 'File', 'What was found', 'Before'],
  note: 'A verdict says what was known on that day: with the keys, decisions and revocations of then.',
} as const

/** The line below the title. */
export function reportNote(report: VerifyReport): string {
  const { differ, readBytes } = summarizeReport(report)
  const to = report.finishedAt === null ? null : formatClock(report.finishedAt)
  return [
    reportText.when(formatDateTime(report.startedAt), to, formatSize(readBytes)),
    report.askedKeyservers ? reportText.asked : reportText.notAsked,
    ...(report.wasStopped ? [reportText.stopped] : []),
    ...(differ === 0 ? [] : [reportText.differ(differ)]),
  ].join(' · ')
}

/** Worst first, as in the table of verdicts; those that could not be read before all others. */
export function worstFirst(files: readonly ReportFile[]): readonly ReportFile[] {
  const order = Object.keys(verdictTable)
  const rank = ({ outcome }: ReportFile): number => (outcome.kind === 'checked' ? order.indexOf(outcome.verdict) : -1)
  return [...files].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))
}

/** What was said before, in words. */
export function beforeWords(file: ReportFile): string {
  if (file.before === null) return reportText.new
  if (!isDifferent(file)) return reportText.same
  return reportText.before(verdictTable[file.before.verdict].word, formatDateTime(file.before.at))
}

export function foundWords({ outcome }: ReportFile): string {
  switch (outcome.kind) {
    case 'checked':
      return outcome.sentence
    case 'failed':
      return outcome.message
    case 'waiting':
      return ''
  }
}

/** The report for scripts: what was found of each file, in the words of `verify --json`. */
export function reportJson(report: VerifyReport): string {
  const { startedAt, finishedAt, wasStopped, askedKeyservers } = report
  const files = report.files.map(({ path, before, outcome }) => ({
    file: path,
    ...(outcome.kind === 'checked'
      ? { verdict: outcome.verdict, sentence: outcome.sentence, sizeBytes: outcome.sizeBytes }
      : { verdict: null, error: outcome.kind === 'failed' ? { code: outcome.code, message: outcome.message } : null }),
    before,
  }))
  return `${JSON.stringify({ startedAt, finishedAt, wasStopped, askedKeyservers, files }, null, 2)}\n`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => printable(text).replace(/[&<>"']/g, (character) => escapes[character] ?? '')

const styles = `body{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#111;background:#fff}
h1{font-size:22px;margin:0 0 .2em}p{margin:.2em 0 1em;color:#444}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:6px 10px 6px 0;border-top:1px solid #bbb}
th{border-top:0;border-bottom:2px solid #111}td:nth-child(2){overflow-wrap:anywhere}tr{break-inside:avoid}
ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3em 1.5em}
@page{margin:15mm}@media print{body{margin:0}thead{display:table-header-group}}`

/** A page of its own that prints well: no scripts, nothing loaded; every name in it is text only. */
export function reportPage(report: VerifyReport): string {
  const { done, failed, verdicts } = summarizeReport(report)
  const counts = Object.entries(verdictTable).flatMap(([verdict, { word }]) => {
    const count = verdicts.get(verdict as Verdict)
    return count === undefined ? [] : [`<li><b>${formatCount(count)}</b> ${escaped(word)}</li>`]
  })
  const rows = worstFirst(report.files).map((file) => {
    const word = file.outcome.kind === 'checked' ? verdictTable[file.outcome.verdict].word : reportText.failed
    const cells = [word, file.path, foundWords(file), beforeWords(file)]
    return `<tr>${cells.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(reportText.pageTitle)}</title>
<style>${styles}</style>
</head>
<body>
<h1>${escaped(reportText.title(done, failed))}</h1>
<p>${escaped(reportNote(report))}</p>
<ul>${counts.join('')}</ul>
<table>
<thead><tr>${reportText.columns.map((title) => `<th scope="col">${escaped(title)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p>${escaped(reportText.note)}</p>
</body>
</html>
`
}
