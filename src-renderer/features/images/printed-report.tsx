/** A report as it is printed: every image in one table, seen on paper only. */
import './printed-report.css'
import { createPortal } from 'react-dom'
import { summarizeReport, type VerifyReport } from '../../../src-shared/model/verify-report.ts'
import { beforeWords, foundWords, reportNote, reportText, worstFirst } from '../../../src-shared/text/report.ts'
import { verdictLooks } from '../../components/verdict-look.ts'
import { verdictCounts, verdictOf } from './report-rows.ts'

export function PrintedReport({ report }: { readonly report: VerifyReport }) {
  const { done, failed } = summarizeReport(report)
  return createPortal(
    <section className="printed-report" aria-label={reportText.pageTitle}>
      <h1>{reportText.title(done, failed)}</h1>
      <p>{reportNote(report)}</p>
      <ul>
        {verdictCounts(report).map(({ verdict, count }) => (
          <li key={verdict}>
            <b>{count}</b> {verdictLooks[verdict].word}
          </li>
        ))}
      </ul>
      <table>
        <thead>
          <tr>
            {reportText.columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {worstFirst(report.files).map((file) => {
            const verdict = verdictOf(file)
            return (
              <tr key={file.path}>
                <td>{verdict === null ? reportText.failed : verdictLooks[verdict].word}</td>
                <td>{file.path}</td>
                <td>{foundWords(file)}</td>
                <td>{beforeWords(file)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p>{reportText.note}</p>
    </section>,
    document.body,
  )
}
