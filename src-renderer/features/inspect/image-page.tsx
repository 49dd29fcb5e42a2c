/**
 * The page of one image: its verdict and map above, and tabs for everything it carries. Opening it
 * checks the signatures by itself when nothing that was checked before still holds.
 */
import './inspect.css'
import { type ReactNode, useMemo } from 'react'
import { formatCount } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { addressOf, type RouteOf } from '../../app/address.ts'
import { navigate, useQueryValue } from '../../app/router.ts'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { ErrorState } from '../../components/error-state.tsx'
import { SizeBars } from '../../components/size-bars.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { type TabEntry, Tabs } from '../../components/tabs.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { FilesTab } from '../files/files-tab.tsx'
import { useFileSystem } from '../files/use-file-system.ts'
import { partOf, partQuery } from '../signatures/part-check.ts'
import { SignaturesTab } from '../signatures/signatures-tab.tsx'
import { takeStep } from '../signatures/take-step.ts'
import { useVerification } from '../signatures/use-verification.ts'
import { VerdictPanel } from '../signatures/verdict-panel.tsx'
import { DefinitionTab } from './definition-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { ImageHead } from './image-head.tsx'
import { keyOfObject } from './image-map-model.ts'
import { ImageMapSection } from './image-map-section.tsx'
import { ImageNotices } from './image-notices.tsx'
import { headerValue, ObjectsTab } from './objects-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { scriptGroups } from './script-list.ts'
import { ScriptsTab } from './scripts-tab.tsx'
import { useImageMenu } from './use-image-menu.ts'
import { type Inside, useInside } from './use-inside.ts'
import { useInspection } from './use-inspection.ts'

const tabIds = ['overview', 'files', 'scripts', 'definition', 'signatures', 'objects', 'history'] as const
type TabId = (typeof tabIds)[number]

function tabsOf(
  { shown: inspection, inside, differences }: Inside,
  fileCount: number | null,
): readonly TabEntry<TabId>[] {
  const signatures = inspection.objects.filter((object) => object.type === 'Signature').length
  const scripts = scriptGroups(inspection, inside, differences).reduce((sum, group) => sum + group.entries.length, 0)
  return [
    { id: 'overview', title: inspectText.tabOverview },
    { id: 'files', title: inspectText.tabFiles, ...(fileCount === null ? {} : { count: formatCount(fileCount) }) },
    { id: 'scripts', title: inspectText.tabScripts, count: formatCount(scripts) },
    { id: 'definition', title: inspectText.tabDefinition },
    { id: 'signatures', title: inspectText.tabSignatures, count: formatCount(signatures) },
    { id: 'objects', title: inspectText.tabObjects, count: formatCount(inspection.objects.length) },
    { id: 'history', title: inspectText.tabHistory },
  ]
}

/** The part of the map that the address is about. */
function keyOfChoice(tab: TabId, object: string | null, part: string | null): string | null {
  if (tab === 'objects' && object !== null) return object === headerValue ? 'header' : keyOfObject(Number(object))
  const checked = tab === 'signatures' ? partOf(part) : null
  return checked !== null && 'objectId' in checked ? keyOfObject(checked.objectId) : null
}

export function ImagePage({ route }: { readonly route: RouteOf<'image'> }) {
  const { path } = route
  const tab = tabIds.find((id) => id === route.tab) ?? 'overview'
  const { inspection, image, isLoading, isHashing, error, store } = useInspection(path)
  const { status, verification, keyserversAsked, store: verificationStore } = useVerification(path, true)
  const [chosenObject] = useQueryValue('object')
  const [chosenPart] = useQueryValue(partQuery)
  const entries = useImageMenu({ path, image, inspection, store, verificationStore })
  const isOverview = tab === 'overview'
  const files = useFileSystem(path, inspection)
  const inside = useInside(path, inspection)
  const tabs = useMemo(() => (inside === null ? [] : tabsOf(inside, files?.fileCount ?? null)), [inside, files])

  if (inspection === null || inside === null) {
    return (
      <div className="image-page">
        <ImageHead path={path} inspection={null} image={image} entries={error === null ? [] : entries} />
        {error === null ? (
          <SkeletonRows />
        ) : (
          <ErrorState
            error={error}
            title={inspectText.cannotRead}
            onRetry={() => void store.refresh()}
            actions={<Button onPress={() => navigate(addressOf.images())}>{frameText.goToImages}</Button>}
          />
        )}
      </div>
    )
  }

  const { shown, differences } = inside
  const goTo = (next: TabId, more: Readonly<Record<string, string>> = {}): void =>
    navigate(addressOf.image(path, next === 'overview' ? null : next, more))
  const openObject = (id: number | null): void => goTo('objects', { object: id === null ? headerValue : String(id) })
  const showSigner = (fingerprint: string): void => navigate(addressOf.key(fingerprint, path))
  const selectedKey = keyOfChoice(tab, chosenObject, chosenPart)

  /** Scripts stand side by side; of the rest its file is shown. */
  const showInside = (): void => {
    const [script] = scriptGroups(shown, inside.inside, differences).at(-1)?.entries ?? []
    if (script?.id.startsWith('inside/')) goTo('scripts', { script: script.id })
    else goTo('files', { at: '/.singularity.d' })
  }

  const content: Readonly<Record<TabId, () => ReactNode>> = {
    overview: () => (
      <OverviewTab
        inspection={shown}
        sizes={
          files === null || files.directories.length === 0 ? null : (
            <SizeBars
              label={inspectText.sizeByDirectory}
              bars={files.directories.slice(0, 5).map(({ path: name, sizeBytes }) => ({ name, sizeBytes }))}
            />
          )
        }
        onShowScripts={() => goTo('scripts')}
        onWorkOutDigest={() => void store.workOutDigest()}
        isHashing={isHashing}
        digest={inspection.digest ?? (image?.fileState === 'present' ? image.digest : null)}
      />
    ),
    files: () => <FilesTab path={path} inspection={inspection} />,
    scripts: () => <ScriptsTab inside={inside} />,
    definition: () => <DefinitionTab inspection={shown} />,
    signatures: () => (
      <SignaturesTab
        path={path}
        inspection={inspection}
        status={status}
        verification={verification}
        store={verificationStore}
        onShowSigner={showSigner}
        onShowOnMap={openObject}
      />
    ),
    objects: () => <ObjectsTab path={path} inspection={inspection} verification={verification} />,
    history: () => <HistoryTab image={image} inspection={inspection} verification={verification} />,
  }

  return (
    <div className={classNames('image-page', isOverview && 'on-overview')}>
      <ThinBar isOn={isLoading || isHashing || (status.kind === 'running' && verification !== null)} />
      <ImageHead path={path} inspection={inspection} image={image} entries={entries} />
      <ImageNotices
        path={path}
        image={image}
        problems={shown.problems}
        inside={inside}
        onShowInside={showInside}
        error={error}
        onRetry={() => void store.refresh()}
      />
      <div className="image-top">
        <VerdictPanel
          form={isOverview ? 'banner' : 'line'}
          status={status}
          verification={verification}
          image={image}
          store={verificationStore}
          keyserversAsked={keyserversAsked}
          onStep={(step) => takeStep(step, path, verificationStore)}
        />
        <ImageMapSection
          inspection={inspection}
          verification={verification}
          files={files}
          form={isOverview ? 'full' : 'plain'}
          selectedKey={selectedKey}
          onOpen={openObject}
          onCheckSigner={showSigner}
          onShowSignatures={() => goTo('signatures')}
        />
      </div>
      <Tabs label={inspectText.tabsLabel} tabs={tabs} selected={tab} onSelect={(next) => goTo(next)}>
        {content[tab]()}
      </Tabs>
    </div>
  )
}
