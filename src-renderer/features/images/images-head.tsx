/** Head and filters of the Images list. */
import './images.css'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { architecturesKnown, imagesText } from '../../../src-shared/text/images.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { addressOf } from '../../app/address.ts'
import { currentClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import { Button } from '../../components/button.tsx'
import { FilterChip, ToggleChip } from '../../components/chip.tsx'
import { SearchField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { verdictLooks } from '../../components/verdict-look.ts'
import { Toolbar, ViewHead } from '../../components/view-head.tsx'
import { chooseImages } from './choose-images.ts'
import { type GroupBy, isNeedsALook, verdictsThatNeedALook, verdictsWorstFirst } from './image-rows.ts'
import { imagesStore, useImages, verifyAndShow, verifyRunner } from './images.ts'
import { noFilter } from './images-store.ts'
import { isRunning } from './verify-run.ts'

async function lookAtFiles(): Promise<void> {
  const answer = await currentClient().call('images.check', { ids: [] })
  if (answer.ok) confirmBriefly(imagesText.filesLooked(answer.value.missing, answer.value.modified))
}

/** Starts a look at all tags; Activity shows how far it is, and the list follows by itself. */
async function lookAtTags(): Promise<void> {
  await currentClient().call('library.lookAtTags', {})
}

/** *Verify all*, or how far it is with a way to stop it. */
function VerifyButton() {
  const run = useStore(verifyRunner.state)
  const { images, selected, page } = useImages((state) => state)
  if (isRunning(run)) {
    return (
      <>
        <Button variant="ghost" onPress={() => navigate(addressOf.report())}>
          {imagesText.verifying(run.done, run.report?.files.length ?? 0)}
        </Button>
        <Button onPress={() => void verifyRunner.stop()}>{imagesText.stop}</Button>
      </>
    )
  }
  if (page === null || page.total === 0) return null
  const chosen = selected.size > 1 ? images.filter((image) => selected.has(image.id)).map(({ path }) => path) : null
  return (
    <Button icon="check" onPress={() => void verifyAndShow(chosen)}>
      {selected.size > 1 ? imagesText.verifyThese(selected.size) : imagesText.verifyAll}
    </Button>
  )
}

export function ImagesHead() {
  const hasReport = useStore(verifyRunner.state, (run) => run.report !== null)
  const groups = useImages((state) => state.page?.groups) ?? []
  const entries: MenuEntry[] = [
    { kind: 'action', id: 'add', label: imagesText.add, icon: 'plus', onAction: () => void chooseImages() },
    { kind: 'action', id: 'tags', label: libraryText.lookAtTags, icon: 'tag', onAction: () => void lookAtTags() },
    { kind: 'action', id: 'check', label: imagesText.checkFiles, icon: 'refresh', onAction: () => void lookAtFiles() },
    ...(hasReport
      ? [
          {
            kind: 'action',
            id: 'report',
            label: imagesText.showReport,
            icon: 'table',
            onAction: () => navigate(addressOf.report()),
          } as const,
        ]
      : []),
    ...(groups.length > 1
      ? [
          { kind: 'separator', id: 'groups' } as const,
          {
            kind: 'action',
            id: 'fold',
            label: imagesText.fold,
            icon: 'right',
            onAction: () => imagesStore.foldAll(true),
          } as const,
          {
            kind: 'action',
            id: 'unfold',
            label: imagesText.unfold,
            icon: 'down',
            onAction: () => imagesStore.foldAll(false),
          } as const,
        ]
      : []),
  ]
  return (
    <ViewHead
      title={imagesText.title}
      actions={
        <>
          <VerifyButton />
          <Button variant="primary" icon="pull" onPress={() => navigate(addressOf.pull())}>
            {imagesText.pull}
          </Button>
          <MoreMenu label={imagesText.moreActions} entries={entries} />
        </>
      }
    />
  )
}

const groupChoices: readonly { readonly value: GroupBy; readonly label: string }[] = [
  { value: 'none', label: imagesText.groupNone },
  { value: 'folder', label: imagesText.groupFolder },
  { value: 'namespace', label: imagesText.groupNamespace },
  { value: 'verdict', label: imagesText.groupVerdict },
]

const verdictChoices = verdictsWorstFirst.map((verdict) => ({
  value: verdict,
  label: imagesText.verdictChoice(verdict, verdictLooks[verdict].word),
  start: (
    <span className="verdict" data-family={verdictLooks[verdict].family}>
      <Icon name={verdictLooks[verdict].icon} />
    </span>
  ),
}))

/** Typing is followed after a short pause; a keystroke does not need its own search of thousands. */
const typingPauseMs = 120

function FilterField() {
  const text = useImages((state) => state.filter.text)
  const [typed, setTyped] = useState(text)
  useEffect(() => setTyped(text), [text])
  useEffect(() => {
    if (typed === imagesStore.state.getState().filter.text) return undefined
    const timer = setTimeout(() => imagesStore.setFilter({ text: typed }), typingPauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <SearchField
      kind="filter"
      label={imagesText.filter}
      placeholder={imagesText.filter}
      value={typed}
      onChange={setTyped}
      width={266}
    />
  )
}

export function ImagesToolbar() {
  const { filter, page } = useImages((state) => state)
  const isLook = isNeedsALook(filter.verdicts)
  return (
    <Toolbar label={imagesText.filters}>
      <FilterField />
      <FilterChip
        label={imagesText.verdict}
        choices={verdictChoices}
        chosen={isLook ? [] : filter.verdicts}
        onChange={(verdicts) => imagesStore.setFilter({ verdicts })}
      />
      <FilterChip
        label={imagesText.architecture}
        choices={architecturesKnown.map((value) => ({ value, label: value }))}
        chosen={architecturesKnown.filter((value) => filter.architectures.includes(value))}
        onChange={(architectures) => imagesStore.setFilter({ architectures })}
      />
      <ToggleChip
        isOn={isLook}
        onChange={(isOn) => imagesStore.setFilter({ verdicts: isOn ? verdictsThatNeedALook : noFilter.verdicts })}
        {...(page === null ? {} : { count: page.needsALook })}
      >
        {imagesText.needsALook}
      </ToggleChip>
      <span className="grow" />
      <FilterChip
        mode="one"
        label={imagesText.group}
        choices={groupChoices}
        chosen={[filter.groupBy]}
        onChange={([groupBy]) => groupBy !== undefined && imagesStore.setFilter({ groupBy })}
      />
    </Toolbar>
  )
}
