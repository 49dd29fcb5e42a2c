/**
 * Two builds beside each other: what each was built from, where and with what outcome, and in what their
 * definitions and values differ. The images themselves are compared in the view for images.
 */
import '../../compare/compare.css'
import './compare-builds.css'
import { type ReactNode, useState } from 'react'
import type { BuildComparison } from '../../../../src-shared/contract/build.ts'
import type { BuildRecord } from '../../../../src-shared/model/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { buildCompareText as text } from '../../../../src-shared/text/build-compare.ts'
import { formatBytes, formatDateTime, formatSize } from '../../../../src-shared/text/format.ts'
import { addressOf, type RouteOf } from '../../../app/address.ts'
import { useCall } from '../../../app/use-call.ts'
import { LinkButton } from '../../../components/button.tsx'
import { ToggleChip } from '../../../components/chip.tsx'
import { classNames } from '../../../components/class-names.ts'
import { DigestText } from '../../../components/digest-text.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Icon } from '../../../components/icon.tsx'
import { ScrollPane } from '../../../components/scroll-pane.tsx'
import { SkeletonRows } from '../../../components/skeleton.tsx'
import { VerdictBadge } from '../../../components/verdict-badge.tsx'
import { Toolbar, ViewHead } from '../../../components/view-head.tsx'
import { TextDiff } from '../../compare/text-diff.tsx'
import { ValueTable } from '../../compare/value-tables.tsx'
import { buildIcons, buildWords } from '../history/history-rows.ts'

function Image({ build }: { readonly build: BuildRecord }) {
  const { result } = build
  if (result === null) return <span className="quiet">{text.noImage}</span>
  return (
    <>
      {result.digest !== null && <DigestText digest={result.digest} canCopy />}
      <span className="quiet nowrap" title={formatBytes(result.sizeBytes)}>
        {formatSize(result.sizeBytes)}
      </span>
      {result.verdict !== null && <VerdictBadge verdict={result.verdict.verdict} />}
    </>
  )
}

function Sides({ a, b }: { readonly a: BuildRecord; readonly b: BuildRecord }) {
  const now = new Date()
  const rows: readonly (readonly [name: string, cell: (build: BuildRecord) => ReactNode])[] = [
    [
      text.build,
      ({ name, startedAt }) => (
        <b className="medium cut" title={formatDateTime(startedAt)}>
          {text.builtAt(name, formatDateTime(startedAt))}
        </b>
      ),
    ],
    [
      text.outcome,
      (build) => (
        <>
          <Icon name={buildIcons[build.state]} className={classNames('history-mark', build.state)} />
          <span className="cut">{buildWords(build, now)}</span>
        </>
      ),
    ],
    [text.where, ({ builder, architecture }) => <span className="cut">{`${builder.label} · ${architecture}`}</span>],
    [text.image, (build) => <Image build={build} />],
    [
      text.path,
      ({ output }) => (
        <code className="cut" title={output}>
          {output}
        </code>
      ),
    ],
  ]
  return (
    <table className="compare-sides" aria-label={text.sides}>
      <tbody>
        {rows.map(([name, cell], index) => (
          <tr key={name}>
            <th scope="row">{index === 0 ? <span className="for-screen-readers">{name}</span> : name}</th>
            {[a, b].map((build) => (
              <td key={build.id}>
                <div className="line">{cell(build)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Differences({ comparison }: { readonly comparison: BuildComparison }) {
  const { definition, values } = comparison
  const lines = definition === null ? 0 : definition.added + definition.removed
  const [chosen, setChosen] = useState<'definition' | 'values' | null>(null)
  const shown = chosen ?? (lines === 0 && values.length > 0 ? 'values' : 'definition')
  return (
    <div className="compare-differences">
      <Toolbar label={text.differences}>
        <ToggleChip isOn={shown === 'definition'} onChange={() => setChosen('definition')} count={lines}>
          {text.definition}
        </ToggleChip>
        <ToggleChip isOn={shown === 'values'} onChange={() => setChosen('values')} count={values.length}>
          {text.values}
        </ToggleChip>
      </Toolbar>
      <ScrollPane label={shown === 'definition' ? text.definition : text.values} className="compare-pane">
        {shown === 'values' ? (
          <ValueTable values={values} />
        ) : definition === null ? (
          <EmptyState isPlain title={text.definition} text={text.sameDefinition} />
        ) : (
          <TextDiff label={text.definition} difference={definition} />
        )}
      </ScrollPane>
    </div>
  )
}

export function CompareBuilds({ route }: { readonly route: Extract<RouteOf<'builds'>, { readonly open: 'compare' }> }) {
  const { value, error, reload } = useCall('build.compare', { a: route.a, b: route.b })
  return (
    <>
      <ViewHead
        title={value === null ? text.title : text.titleOf(value.a.name, value.b.name)}
        crumbs={[{ label: text.builds, href: addressOf.builds() }, { label: text.title }]}
        {...(value === null || value.images === null
          ? {}
          : {
              actions: (
                <LinkButton
                  variant="primary"
                  icon="compare"
                  href={addressOf.compare(value.images.a, { kind: 'here', path: value.images.b })}
                >
                  {text.compareImages}
                </LinkButton>
              ),
            })}
      />
      <Body comparison={value} error={error} onRetry={reload} />
    </>
  )
}

function Body({
  comparison,
  error,
  onRetry,
}: {
  readonly comparison: BuildComparison | null
  readonly error: AppError | null
  readonly onRetry: () => void
}) {
  if (comparison === null) {
    return error === null ? (
      <SkeletonRows count={6} />
    ) : (
      <ErrorState error={error} title={text.failed} onRetry={onRetry} />
    )
  }
  const { a, b } = comparison
  return (
    <>
      <p className="compare-sentence">{text.sentence(comparison)}</p>
      <Sides a={a} b={b} />
      <Differences comparison={comparison} />
    </>
  )
}
