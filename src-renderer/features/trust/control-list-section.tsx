/** Settings, *Control lists*: an `ecl.toml` explained, tried on the local images program by program, and written. */
import './control-list.css'
import { useState } from 'react'
import type { ControlList, ControlListReading, ControlOutcome } from '../../../src-shared/model/control-list.ts'
import {
  controlNoteText,
  controlOutcomeText,
  controlProblemText,
  controlSentence,
  programNames,
} from '../../../src-shared/text/control-list.ts'
import { controlListView } from '../../../src-shared/text/control-list-view.ts'
import { FilePathField } from '../../app/file-path-field.tsx'
import { isAbsolute } from '../../app/local-path.ts'
import { useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { useSettled } from '../../app/use-settled.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { ControlListSheet } from './control-list-sheet.tsx'

/** Files are not opened, and images not tried, for each letter of a path. */
const typingPauseMs = 250

function Meaning({ reading }: { readonly reading: ControlListReading }) {
  if (reading.kind === 'unreadable') {
    return (
      <SourceNotice
        kind="failed"
        title={controlListView.unreadable}
        text={controlListView.unreadableText(reading.reason, reading.line)}
      />
    )
  }
  const { list, problems, notes } = reading
  return (
    <section className="section" aria-label={controlListView.means}>
      <h2>{controlListView.means}</h2>
      {problems.length > 0 && (
        <SourceNotice
          kind="failed"
          title={controlListView.problemsText}
          text={
            <ul>
              {problems.map((problem) => (
                <li key={JSON.stringify(problem)}>{controlProblemText(problem)}</li>
              ))}
            </ul>
          }
        />
      )}
      <p>{list.activated ? controlListView.active : controlListView.inactive}</p>
      <ol className="control-groups">
        {list.groups.map((group, index) => (
          <li key={`${group.folder} ${group.tagName} ${group.mode} ${group.fingerprints.join()}`}>
            <b className="medium">{controlListView.group(group.tagName, index + 1)}</b>
            <p>{controlSentence(group)}</p>
            {group.fingerprints.map((fingerprint) =>
              /^[0-9a-f]{40}$/i.test(fingerprint) ? (
                <Fingerprint key={fingerprint} fingerprint={fingerprint.toUpperCase()} form="line" />
              ) : (
                <code key={fingerprint}>{fingerprint}</code>
              ),
            )}
          </li>
        ))}
      </ol>
      <ul className="control-notes quiet">
        {notes.map((note) => (
          <li key={JSON.stringify(note)}>{controlNoteText(note)}</li>
        ))}
        <li>{controlListView.limits}</li>
      </ul>
    </section>
  )
}

function Outcome({ outcome }: { readonly outcome: ControlOutcome }) {
  return (
    <span className="control-outcome" title={outcome.error ?? controlOutcomeText(outcome)}>
      <Icon name={outcome.runs ? 'check' : 'cross'} size={14} />
      <span>{controlOutcomeText(outcome)}</span>
    </span>
  )
}

interface TrialProps {
  readonly path: string
  readonly ring: string | null
}

function Trial({ path, ring }: TrialProps) {
  const { value, error } = useCall(
    'trust.testControlList',
    { list: { path }, ring },
    { refetchOn: ['images.changed', 'keyring.changed'] },
  )
  if (value === null) {
    return error === null ? <SkeletonRows count={3} /> : <ErrorNotice error={error} />
  }
  return (
    <section className="section" aria-label={controlListView.onImages}>
      <h2>{controlListView.onImages}</h2>
      {value.rows.length === 0 ? (
        <p className="quiet">{controlListView.noImages}</p>
      ) : (
        <table className="control-table" aria-label={controlListView.onImages}>
          <thead>
            <tr>
              <th scope="col">{controlListView.image}</th>
              <th scope="col">{programNames.singularity}</th>
              <th scope="col">{programNames.apptainer}</th>
            </tr>
          </thead>
          <tbody>
            {value.rows.map((row) => (
              <tr key={row.path} data-differs={row.singularity.runs !== row.apptainer.runs}>
                <th scope="row" className="cut" title={row.path}>
                  {row.path.split(/[\\/]/).at(-1)}
                </th>
                <td>
                  <Outcome outcome={row.singularity} />
                </td>
                <td>
                  <Outcome outcome={row.apptainer} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const emptyList: ControlList = {
  activated: true,
  legacyInsecure: false,
  groups: [{ tagName: 'group1', mode: 'whitelist', folder: '', fingerprints: [] }],
}

export function ControlListSection() {
  const [file, setFile] = useQueryValue('file')
  const [ring, setRing] = useQueryValue('ring')
  const [edited, setEdited] = useState<ControlList | null>(null)
  const settledFile = useSettled(file, typingPauseMs)
  const settledRing = useSettled(ring, typingPauseMs)
  const path = settledFile !== null && isAbsolute(settledFile) ? settledFile : null
  const ringPath = settledRing !== null && isAbsolute(settledRing) ? settledRing : null
  const { value, error } = useCall('trust.readControlList', path === null ? null : { path })
  const reading = path === null || error !== null ? null : value
  return (
    <>
      <ViewHead
        title={controlListView.title}
        actions={
          <>
            {reading?.kind === 'list' && (
              <Button onPress={() => setEdited(reading.list)}>{controlListView.change}</Button>
            )}
            <Button onPress={() => setEdited(emptyList)}>{controlListView.write}</Button>
          </>
        }
      />
      <div className="control-body">
        <p className="quiet">{controlListView.about}</p>
        <div className="control-paths">
          <FilePathField
            label={controlListView.file}
            help={controlListView.fileHelp}
            placeholder={controlListView.filePlaceholder}
            value={file ?? ''}
            onChange={(text) => setFile(text === '' ? null : text)}
          />
          <FilePathField
            label={controlListView.ring}
            help={controlListView.ringHelp}
            placeholder={controlListView.ringPlaceholder}
            value={ring ?? ''}
            onChange={(text) => setRing(text === '' ? null : text)}
          />
        </div>
        {path === null && <p>{controlListView.nothing}</p>}
        {path !== null && <ErrorNotice error={error} />}
        {path !== null && error === null && value === null && <SkeletonRows count={3} />}
        {reading !== null && <Meaning reading={reading} />}
        {reading !== null && path !== null && <Trial path={path} ring={ringPath} />}
      </div>
      {edited !== null && <ControlListSheet initial={edited} onClose={() => setEdited(null)} />}
    </>
  )
}
