/**
 * Two images beside each other: one sentence, what is known of both, and in what they differ. The second one may
 * be somewhere else; then only its small parts are read, and it has no verdict.
 */
import './compare.css'
import { useEffect } from 'react'
import type { Comparison } from '../../../src-shared/model/compare.ts'
import { compareText as text } from '../../../src-shared/text/compare.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { addressOf, type ComparedAddress, type RouteOf } from '../../app/address.ts'
import { askToPull } from '../../app/pull-request.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { comparedParams, nameOf, titleOf } from './compare-names.ts'
import { Differences } from './differences.tsx'
import { Sides } from './sides.tsx'
import { useFiles } from './use-files.ts'

function Actions({ comparison, b }: { readonly comparison: Comparison; readonly b: ComparedAddress }) {
  if (b.kind !== 'remote' || comparison.sameBytes === true) return null
  const { pinned } = comparison.a
  const { reference, remote, architecture } = b
  return (
    <>
      {pinned !== null && <CopyButton text={pinned} label={text.keepPinned} hasWord />}
      <Button variant="primary" icon="pull" onPress={() => askToPull({ reference, remote, architecture })}>
        {text.pullNew}
      </Button>
    </>
  )
}

interface PageProps {
  readonly route: RouteOf<'compare'>
  readonly comparison: Comparison
}

function Page({ route, comparison }: PageProps) {
  const { a, b } = route
  const paths = b.kind === 'here' ? { a, b: b.path } : null
  const files = useFiles(paths)
  const { start, state } = files
  const isSame = comparison.sameBytes === true
  useEffect(() => {
    // Two files that are here and differ: their contents are what one came for.
    if (paths !== null && !isSame && state === 'none') start()
  }, [paths, isSame, state, start])
  return (
    <>
      <p className="compare-sentence">{text.sentence(comparison, files.result)}</p>
      <Sides comparison={comparison} />
      {!isSame && <Differences comparison={comparison} files={files} paths={paths} />}
    </>
  )
}

export function CompareView({ route }: { readonly route: RouteOf<'compare'> }) {
  const { a, b } = route
  const { value, error, isRefreshing, reload } = useCall(
    'compare.overview',
    { a: { kind: 'here', path: a }, b: comparedParams(b) },
    { refetchOn: ['images.changed', 'signatures.verified', 'trust.changed'] },
  )
  return (
    <>
      <ViewHead
        title={titleOf(a, b, value)}
        crumbs={[
          { label: imagesText.title, href: addressOf.images() },
          { label: nameOf(a), href: addressOf.image(a) },
          { label: text.title },
        ]}
        {...(value === null ? {} : { actions: <Actions comparison={value} b={b} /> })}
      />
      <ThinBar isOn={isRefreshing} />
      {value === null ? (
        <div className="library-list">
          {error === null ? (
            <SkeletonRows count={6} />
          ) : (
            <ErrorState error={error} title={text.failed} onRetry={reload} />
          )}
        </div>
      ) : (
        <>
          {error !== null && <SourceNotice kind="failed" title={error.message} />}
          <Page key={JSON.stringify(route)} route={route} comparison={value} />
        </>
      )}
    </>
  )
}
