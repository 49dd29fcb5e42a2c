/** The Overview tab: what the image runs, how it was made, how large its directories are, labels, environment. */
import './inspect.css'
import { type ReactNode, useMemo, useState } from 'react'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import { formatBytes, formatCount, formatDate, formatDateTime } from '../../../src-shared/text/format.ts'
import { fileSystemWord, inspectText } from '../../../src-shared/text/inspect.ts'
import { Button } from '../../components/button.tsx'
import { DigestText } from '../../components/digest-text.tsx'
import { FactList } from '../../components/fact-list.tsx'
import { SearchField } from '../../components/field.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { type BuiltAt, environmentVariables, madeFacts, runFacts, type ScriptFact } from './facts.ts'
import { PairTable } from './pair-table.tsx'

export interface OverviewTabProps {
  readonly inspection: Inspection
  /** *Size by directory*, where files can be looked at. */
  readonly sizes: ReactNode
  readonly onShowScripts: () => void
  /** Reads the whole file for its digest. */
  readonly onWorkOutDigest: () => void
  readonly isHashing: boolean
  /** Of the file, as far as anybody knows it. */
  readonly digest: string | null
}

function ScriptLine({ fact }: { readonly fact: ScriptFact }) {
  switch (fact.kind) {
    case 'nothing':
      return <span className="quiet">{inspectText.nothing}</span>
    case 'oci':
      return (
        <code className="cut block" title={fact.command}>
          {fact.command}
        </code>
      )
    case 'line':
      return (
        <span className="line script-line">
          <code className="cut" title={fact.line}>
            {fact.line}
          </code>
          {fact.moreLines > 0 && <span className="quiet nowrap small">{inspectText.andMoreLines(fact.moreLines)}</span>}
        </span>
      )
    default:
      return assertNever(fact)
  }
}

function builtText(builtAt: BuiltAt): ReactNode {
  switch (builtAt.kind) {
    case 'local':
      return `${formatDate(`${builtAt.date}T00:00:00`)}, ${builtAt.clock} ${builtAt.zone}`
    case 'instant':
      return (
        <>
          {formatDateTime(builtAt.iso)}
          {builtAt.from === 'header' && <span className="quiet">, {inspectText.builtFromHeader}</span>}
        </>
      )
    default:
      return assertNever(builtAt)
  }
}

const notSaid = <span className="quiet">{inspectText.notSaid}</span>

function WhatItRuns({ inspection, onShow }: { readonly inspection: Inspection; readonly onShow: () => void }) {
  const facts = useMemo(() => runFacts(inspection), [inspection])
  const apps = facts.apps.join(', ')
  return (
    <section className="section">
      <h3>{inspectText.whatItRuns}</h3>
      <FactList
        isNarrow
        facts={[
          { name: inspectText.run, value: <ScriptLine fact={facts.run} /> },
          { name: inspectText.start, value: <ScriptLine fact={facts.start} /> },
          { name: inspectText.test, value: <ScriptLine fact={facts.test} /> },
          {
            name: inspectText.apps,
            value:
              apps === '' ? (
                <span className="quiet">{inspectText.none}</span>
              ) : (
                <span className="cut block" title={apps}>
                  {apps}
                </span>
              ),
          },
          ...(facts.hasHelp
            ? [
                {
                  name: inspectText.help,
                  value: (
                    <Button variant="link" onPress={onShow}>
                      {inspectText.show}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  )
}

function HowItWasMade({ inspection }: { readonly inspection: Inspection }) {
  const facts = useMemo(() => madeFacts(inspection), [inspection])
  return (
    <section className="section">
      <h3>{inspectText.howItWasMade}</h3>
      <FactList
        isNarrow
        facts={[
          { name: inspectText.built, value: facts.builtAt === null ? notSaid : builtText(facts.builtAt) },
          { name: inspectText.by, value: facts.builtBy ?? notSaid },
          { name: inspectText.base, value: facts.base === null ? notSaid : <ReferenceText reference={facts.base} /> },
          ...(facts.author === null ? [] : [{ name: inspectText.author, value: facts.author }]),
          { name: inspectText.labels, value: formatCount(facts.labelCount) },
        ]}
      />
    </section>
  )
}

function TheFile({
  inspection,
  digest,
  isHashing,
  onWorkOutDigest,
}: Pick<OverviewTabProps, 'inspection' | 'digest' | 'isHashing' | 'onWorkOutDigest'>) {
  const { primaryPartition, objects } = inspection
  const folder = inspection.file.slice(0, Math.max(1, inspection.file.lastIndexOf('/')))
  const primary = objects.find((object) => object.id === primaryPartition?.id)
  const fileSystem = primary?.detail.kind === 'partition' ? fileSystemWord(primary.detail.fileSystem) : null
  return (
    <section className="section">
      <h3>{inspectText.theFile}</h3>
      <FactList
        isNarrow
        facts={[
          {
            name: inspectText.folder,
            value: (
              <span className="cut block" title={folder}>
                {folder}
              </span>
            ),
          },
          {
            name: inspectText.digest,
            value:
              digest === null ? (
                <Button variant="link" isPending={isHashing} onPress={onWorkOutDigest}>
                  {inspectText.workOut}
                </Button>
              ) : (
                <DigestText digest={digest} canCopy />
              ),
          },
          { name: inspectText.exactSize, value: formatBytes(inspection.sizeBytes) },
          {
            name: inspectText.fileSystem,
            value: fileSystem ?? <span className="quiet">{inspectText.none}</span>,
          },
        ]}
      />
    </section>
  )
}

/** Lists longer than this get a filter. */
const filterFrom = 12

function Labels({ labels }: { readonly labels: Inspection['labels'] }) {
  const [filter, setFilter] = useState('')
  const rows = useMemo(
    () =>
      Object.entries(labels)
        .map(([name, value]) => ({ name, value }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    [labels],
  )
  return (
    <PairSection
      title={inspectText.labels}
      count={rows.length}
      note={inspectText.claimsNote}
      empty={inspectText.labelsEmpty}
      filter={
        rows.length > filterFrom ? (
          <SearchField
            kind="filter"
            label={inspectText.filterLabels}
            placeholder={inspectText.filterLabels}
            value={filter}
            onChange={setFilter}
            width={220}
          />
        ) : null
      }
    >
      <PairTable label={inspectText.labels} nameTitle={inspectText.labelName} rows={rows} filter={filter} />
    </PairSection>
  )
}

function Environment({ inspection }: { readonly inspection: Inspection }) {
  const [filter, setFilter] = useState('')
  const rows = useMemo(
    () =>
      environmentVariables(inspection).map(({ name, value, from }) => ({
        name,
        value,
        note: from === 'oci' ? inspectText.ociConfiguration : (from.split('/').at(-1) ?? from),
        noteTitle: from === 'oci' ? inspectText.ociConfiguration : from,
      })),
    [inspection],
  )
  return (
    <PairSection
      title={inspectText.environment}
      count={rows.length}
      note={inspectText.environmentNote}
      empty={inspectText.environmentEmpty}
      filter={
        rows.length > filterFrom ? (
          <SearchField
            label={inspectText.filterVariables}
            placeholder={inspectText.filterVariables}
            value={filter}
            onChange={setFilter}
            width={220}
          />
        ) : null
      }
    >
      <PairTable
        label={inspectText.environment}
        nameTitle={inspectText.variableName}
        noteTitle={inspectText.setIn}
        rows={rows}
        filter={filter}
      />
    </PairSection>
  )
}

interface PairSectionProps {
  readonly title: string
  readonly count: number
  readonly note: string
  readonly empty: string
  readonly filter: ReactNode
  readonly children: ReactNode
}

function PairSection({ title, count, note, empty, filter, children }: PairSectionProps) {
  return (
    <section className="pair-section">
      <div className="line pair-head">
        <h3>{title}</h3>
        <span className="quiet small">{formatCount(count)}</span>
        <span className="grow quiet small cut">{count === 0 ? '' : note}</span>
        {filter}
      </div>
      {count === 0 ? <p className="quiet">{empty}</p> : children}
    </section>
  )
}

export function OverviewTab(props: OverviewTabProps) {
  const { inspection, sizes, digest, isHashing, onShowScripts, onWorkOutDigest } = props
  return (
    <div className="overview">
      <div className="overview-facts">
        <WhatItRuns inspection={inspection} onShow={onShowScripts} />
        <HowItWasMade inspection={inspection} />
        {sizes !== null && (
          <section className="section">
            <h3>{inspectText.sizeByDirectory}</h3>
            {sizes}
          </section>
        )}
        <TheFile inspection={inspection} digest={digest} onWorkOutDigest={onWorkOutDigest} isHashing={isHashing} />
      </div>
      <Labels labels={inspection.labels} />
      <Environment inspection={inspection} />
    </div>
  )
}
