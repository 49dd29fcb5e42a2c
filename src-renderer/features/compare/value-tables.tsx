/** Facts, objects and packages that differ, as tables with a column for each side. */
import type { ObjectDifference, PackagesDifference, ValueDifference } from '../../../src-shared/model/compare.ts'
import { compareText as text } from '../../../src-shared/text/compare.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { EmptyState } from '../../components/empty-state.tsx'

interface Row {
  readonly key: string
  readonly name: string
  readonly a: string | null
  readonly b: string | null
}

function SidesTable({
  label,
  first,
  rows,
}: {
  readonly label: string
  readonly first: string
  readonly rows: readonly Row[]
}) {
  if (rows.length === 0) return <EmptyState isPlain title={label} text={text.noDifferences} />
  return (
    <table className="compare-values" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{text.first}</th>
          <th scope="col">{text.second}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, a, b }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {[a, b].map((value, index) => (
              <td key={index === 0 ? 'a' : 'b'}>
                {value === null ? <span className="quiet">{text.none}</span> : <code>{value}</code>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function ValueTable({ values }: { readonly values: readonly ValueDifference[] }) {
  const rows = values.map(({ field, a, b }) => ({ key: field, name: text.field(field), a, b }))
  return <SidesTable label={text.metadata} first={text.value} rows={rows} />
}

const sizeOf = (object: ObjectDifference['a']): string | null =>
  object === null ? null : `${object.id} · ${formatSize(object.sizeBytes)}`

export function ObjectTable({ objects }: { readonly objects: readonly ObjectDifference[] }) {
  const rows = objects.map(({ type, name, a, b }) => ({
    key: `${a?.id ?? ''}-${b?.id ?? ''}`,
    name: [type, name].filter((word) => word !== '').join(' '),
    a: sizeOf(a),
    b: sizeOf(b),
  }))
  return <SidesTable label={text.objects} first={text.objects} rows={rows} />
}

export function PackageTable({ packages }: { readonly packages: PackagesDifference }) {
  const rows: readonly Row[] = [
    ...packages.changed.map(({ name, manager, a, b }) => ({ key: `${manager} ${name}`, name, a, b })),
    ...packages.added.map(({ name, manager, version }) => ({ key: `+${manager} ${name}`, name, a: null, b: version })),
    ...packages.removed.map(({ name, manager, version }) => ({
      key: `-${manager} ${name}`,
      name,
      a: version,
      b: null,
    })),
  ].sort((one, other) => (one.name < other.name ? -1 : 1))
  return (
    <div className="compare-scroll">
      <SidesTable label={text.packages} first={text.packageName} rows={rows} />
    </div>
  )
}
