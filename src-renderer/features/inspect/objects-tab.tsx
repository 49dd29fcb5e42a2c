/** The Objects tab: all objects with the colours of the map and who covers them; one of them, or the header, beside it. */
import './objects.css'
import { useMemo } from 'react'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { addressOf } from '../../app/address.ts'
import { navigate, useQueryValue } from '../../app/router.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FactList } from '../../components/fact-list.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { type ImagePart, partQuery, partValue } from '../signatures/part-check.ts'
import { coverFacts, partWord } from './image-map-model.ts'
import { CoveredBy, type ObjectRow, objectColumns } from './object-columns.tsx'
import { descriptorFacts, headerFacts, objectFacts } from './object-facts.tsx'
import { ObjectPreview } from './object-preview.tsx'

export interface ObjectsTabProps {
  readonly path: string
  readonly inspection: Inspection
  readonly verification: Verification | null
}

/** The value of the address that stands for the header. */
export const headerValue = 'header'

function HeaderDetail({ inspection }: { readonly inspection: Inspection }) {
  return (
    <div className="object-detail">
      <header className="line">
        <h2 className="grow">{inspectText.headerTitle}</h2>
        <CopyButton text={JSON.stringify(inspection.header, null, 2)} />
      </header>
      <FactList facts={headerFacts(inspection)} />
      <p className="quiet">{inspectText.headerNote}</p>
    </div>
  )
}

/** What can be asked about an object alone; a signature is checked by what it speaks about. */
function PartActions({ path, row: { object } }: { readonly path: string; readonly row: ObjectRow }) {
  const { id, type, groupId } = object
  if (type === 'Signature') return null
  const check = (part: ImagePart): void =>
    navigate(addressOf.image(path, 'signatures', { [partQuery]: partValue(part) }))
  return (
    <div className="line object-actions">
      <Button onPress={() => check({ objectId: id })}>{inspectText.checkThisObject}</Button>
      {groupId !== null && <Button onPress={() => check({ groupId })}>{inspectText.checkThisGroup(groupId)}</Button>}
    </div>
  )
}

function ObjectDetail({ path, row }: { readonly path: string; readonly row: ObjectRow }) {
  const { object } = row
  const name = object.name === '' ? partWord(object) : printable(object.name)
  return (
    <div className="object-detail">
      <header className="line">
        <h2 className="cut grow" title={name}>
          {object.id} {name}
        </h2>
        <CopyButton text={JSON.stringify(object, null, 2)} />
      </header>
      <FactList
        facts={[
          ...objectFacts(object),
          ...(row.findings.size === 0 || object.type === 'Signature'
            ? []
            : [{ name: inspectText.fieldCoverage, value: <CoveredBy {...row} /> }]),
        ]}
      />
      <PartActions path={path} row={row} />
      <ObjectPreview path={path} object={object} />
      <section className="section">
        <h3>{inspectText.descriptorFields}</h3>
        <FactList facts={descriptorFacts(object)} />
      </section>
    </div>
  )
}

export function ObjectsTab({ path, inspection, verification }: ObjectsTabProps) {
  const [chosen, setChosen] = useQueryValue('object')
  const rows = useMemo(() => {
    const cover = coverFacts(verification)
    const findings = new Map((verification?.signatures ?? []).map((finding) => [finding.objectId, finding]))
    return inspection.objects.map((object): ObjectRow => ({ object, cover, findings }))
  }, [inspection, verification])
  const { header } = inspection
  const groups = new Set(inspection.objects.map((object) => object.groupId).filter((id) => id !== null)).size
  const row = rows.find(({ object }) => String(object.id) === chosen) ?? rows[0]
  const isHeader = chosen === headerValue || row === undefined
  return (
    <div className="single-view">
      <div className="content-head">
        <span className="grow cut">
          <b className="medium">{inspectText.objectsCount(rows.length)}</b>{' '}
          <span className="quiet">
            {inspectText.objectsSummary(header.descriptorsTotal, header.descriptorsFree)} ·{' '}
            {inspectText.groupsCount(groups)}
          </span>
        </span>
        <Button icon="table" onPress={() => setChosen(headerValue)} isDisabled={isHeader}>
          {inspectText.showHeader}
        </Button>
      </div>
      <SplitView
        name="objects"
        hasBorder={false}
        detailLabel={isHeader ? inspectText.headerTitle : `${row.object.id} ${row.object.name}`}
        detail={
          isHeader ? (
            <HeaderDetail inspection={inspection} />
          ) : (
            <ObjectDetail key={row.object.id} path={path} row={row} />
          )
        }
      >
        {rows.length === 0 ? (
          <EmptyState title={inspectText.objectsEmpty} isPlain />
        ) : (
          <DataTable
            label={inspectText.objectsLabel}
            columns={objectColumns}
            rowCount={rows.length}
            rowAt={(index) => rows[index] ?? null}
            keyOf={({ object }) => `${object.slot}`}
            textOf={({ object }) => `${object.id} ${partWord(object)} ${object.name}`}
            startAt={Math.max(0, row === undefined ? 0 : rows.indexOf(row))}
            selectionMode="single"
            selected={new Set(isHeader ? [] : [`${row.object.slot}`])}
            onSelect={(keys) => {
              const next = rows.find(({ object }) => keys.has(`${object.slot}`))
              if (next !== undefined) setChosen(String(next.object.id))
            }}
            footer={<span className="quiet">{inspectText.objectsNote}</span>}
          />
        )}
      </SplitView>
    </div>
  )
}
